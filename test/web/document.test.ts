import { describe, expect, it } from '@jest/globals';
import { webAppDocument } from '../../src/web-app/web-app-files.js';

describe('the document of the web app', () => {
  it('has the path of PUBLIC_URL as its base, whatever signs are in it', async () => {
    expect(await webAppDocument('https://rouse.example.org')).toContain('<base href="/" />');
    expect(await webAppDocument('https://example.org/on%20call/')).toContain('<base href="/on%20call/" />');
    expect(await webAppDocument('https://example.org/a&b/$&')).toContain('<base href="/a&amp;b/$&amp;/" />');
  });
});
