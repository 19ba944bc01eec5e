import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { compression, defineAlgorithm } from 'vite-plugin-compression2';
import { VitePWA } from 'vite-plugin-pwa';

const API = 'http://127.0.0.1:3000';

/** Builds the app into `dist/web/`, compressed beside the plain files, with addresses relative to the document's base. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
  },
  // `vite` beside a running Rouse: the same origin for cookies, so everything but the app itself goes there.
  server: { proxy: { '^/(api|sign-in|sign-out|set-up|health|auth|v2|simulator)': API } },
  plugins: [
    VitePWA({
      registerType: 'autoUpdate',
      injectRegister: false,
      manifest: {
        name: 'Rouse',
        short_name: 'Rouse',
        description: 'Who carries the pager, what woke them, and who is next.',
        id: './',
        start_url: './',
        scope: './',
        display: 'standalone',
        background_color: '#15181c',
        theme_color: '#15181c',
        icons: [
          { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
          { src: 'icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
          { src: 'icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
          { src: 'icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      workbox: {
        // Said here, since the plugin says it only where it registers the worker itself. Pages of the version before are
        // led over by `offline.ts`.
        skipWaiting: true,
        clientsClaim: true,
        // The document is asked for each time, with the base that the server writes into it, and kept for when nobody answers.
        navigateFallback: null,
        globPatterns: ['scheme.js', 'assets/*.{js,css}', 'assets/inter-latin-*.woff2', 'icon*.{svg,png}'],
        runtimeCaching: [
          {
            urlPattern: ({ request, url, sameOrigin }) =>
              sameOrigin &&
              request.mode === 'navigate' &&
              /\/(?:incidents|schedules|me|services|policies|people|teams|admin|phones|welcome)?(?:\/[^/]+)*$/.test(
                url.pathname,
              ) &&
              !/\/(?:api|auth|calendar|email-changes|health|i|invitations|metrics|password-resets|set-up|sign-in|sign-out|simulator|swaps|twilio|v2)(?:\/|$)/.test(
                url.pathname,
              ),
            handler: 'NetworkFirst',
            options: {
              cacheName: 'document',
              networkTimeoutSeconds: 4,
              plugins: [{ cacheKeyWillBeUsed: () => Promise.resolve('document') }],
            },
          },
        ],
      },
    }),
    compression({
      algorithms: [defineAlgorithm('gzip', { level: 9 }), 'brotliCompress'],
      include: /\.(js|css|html|svg|webmanifest)$/,
    }),
  ],
});
