// The worker that answers when there is no connection; registered when the page has long been there.
if ("serviceWorker" in navigator && window.isSecureContext)
  addEventListener("load", () => setTimeout(() => navigator.serviceWorker.register("/worker.js").catch(() => {}), 3000));
