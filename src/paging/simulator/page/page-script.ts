import { PAGE_LOOP_SCRIPT } from './script-page.js';
import { PHONES_SCRIPT } from './script-phones.js';
import { SERVER_SCRIPT } from './script-server.js';

/** The whole script of the page, in a scope of its own. */
export const PAGE_SCRIPT = `'use strict';\n(() => {${SERVER_SCRIPT}${PHONES_SCRIPT}${PAGE_LOOP_SCRIPT}})();\n`;
