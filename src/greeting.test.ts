import { describe, expect, it } from '@jest/globals';
import { nextSteps } from './greeting.js';
import { readSettings } from './platform/config/settings.js';

const CODE = '7K3M-Q0ZD-0000-1111-ZZZZ';

describe('what a start says', () => {
  it('leads a newcomer to their first sign-in', () => {
    const said = nextSteps(readSettings({ ROUSE_DEMO: '0' }), { demo: null, setUpCode: CODE });
    expect(said).toContain('http://localhost:3000/set-up\n     Code: 7K3M-Q0ZD-0000-1111-ZZZZ\n');
    expect(said).not.toContain('/sign-in');
  });

  it('says where to sign in once there is somebody who can', () => {
    const said = nextSteps(readSettings({ ROUSE_DEMO: '0' }), { demo: null, setUpCode: null });
    expect(said).toContain('Sign in    http://localhost:3000/sign-in');
    expect(said).not.toContain('set-up');
  });

  it.each([
    ['http://rouse.internal', true],
    ['https://rouse.example.com', false],
    ['http://127.0.0.1:3000', false],
  ])('warns of what can be read on the way: %s', (publicUrl, warns) => {
    const settings = readSettings({ ROUSE_DEMO: '0', PUBLIC_URL: publicUrl });
    expect(nextSteps(settings, { demo: null, setUpCode: null }).includes('without https')).toBe(warns);
  });

  it('shows the demo first, and then how to make it one’s own', () => {
    const demo = { token: 'rouse_demo', integrationKey: 'k' };
    const said = nextSteps(readSettings({}), { demo, setUpCode: CODE });
    expect(said.indexOf('/phones#token=rouse_demo')).toBeLessThan(said.indexOf('/set-up'));
    expect(said).toContain(CODE);
  });
});
