/**
 * The addresses at which the web app opens, as Fastify writes them. What is not here is 404: nothing of the API can be
 * mistaken for a page. `web/src/router.tsx` shows a screen for each.
 */
export const WEB_APP_PAGES = [
  '/',
  '/incidents',
  '/incidents/*',
  '/schedules',
  '/schedules/*',
  '/me',
  '/me/*',
  '/services',
  '/services/*',
  '/policies',
  '/policies/*',
  '/people',
  '/people/*',
  '/teams/*',
  '/admin',
  '/admin/*',
  '/phones',
  '/welcome',
] as const;
