/** The frame of the page: what is in it comes from the script. */
export const PAGE_HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Phones · Rouse</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="simulator/style.css">
<script src="simulator/app.js" defer></script>
</head>
<body>
<header>
  <h1>Phones <span>simulated by Rouse</span></h1>
  <p id="state" role="status">Loading</p>
</header>
<p id="trouble" role="alert" hidden></p>
<main>
  <form id="sign-in" hidden>
    <h2>Sign in</h2>
    <p id="sign-in-why"></p>
    <label for="token">API token</label>
    <input id="token" name="token" type="password" autocomplete="off" spellcheck="false" required>
    <p class="hint">The terminal in which Rouse was started shows a link that signs you in. The token stays in this tab.</p>
    <button class="primary">Sign in</button>
  </form>
  <section id="incidents" aria-label="Open incidents" hidden></section>
  <section id="lesson" hidden></section>
  <section id="phones" aria-label="Phones"></section>
</main>
<noscript><p>The phones need JavaScript. The same is at /api/v1/simulator, see /api/docs.</p></noscript>
</body>
</html>
`;
