// Light or dark as it was chosen on this device, before anything is painted: the app, which knows it too, comes later.
(() => {
  try {
    const chosen = localStorage.getItem('mantine-color-scheme-value');
    if (chosen === 'light' || chosen === 'dark')
      document.documentElement.setAttribute('data-mantine-color-scheme', chosen);
  } catch {
    // A device that keeps nothing: as its system is.
  }
})();
