import '@fontsource-variable/inter/index.css';
import './design/first-styles.css';
import './design/tokens.css';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { isPassing } from './api/faults';
import { takeTokenFromAddress } from './api/held-token';
import { cssVariables, theme } from './design/theme';
import { withStyles } from './design/with-styles';
import { Notices } from './frame/notices';
import { keepOffline } from './offline';
import { createAppRouter } from './router';

const MOST_RETRIES = 3;

takeTokenFromAddress();

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // The stream says what has changed; this is for what it does not tell of.
      staleTime: 30_000,
      retry: (count, error) => count < MOST_RETRIES && isPassing(error),
    },
    // Asked again by hand: a button that was pressed says what became of it.
    mutations: { retry: false, networkMode: 'always' },
  },
});

const router = createAppRouter();
const root = document.getElementById('root');
if (root === null) throw new Error('The document has no place for the app.');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
        <Notices />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);

keepOffline(router);
addEventListener('load', () => setTimeout(() => void withStyles(Promise.resolve()), 1_000));
