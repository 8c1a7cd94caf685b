// The practice PortOne in place of PortOne's browser SDK: the same two functions, and a window in which a person
// decides what becomes of the payment. Values never leave this machine.
(() => {
  const server = new URL(document.currentScript.src).origin;

  function play(kind, request) {
    return new Promise((resolve) => {
      const query = new URLSearchParams({
        kind,
        // The window must not redirect by itself: it is in a frame of the page that will.
        request: JSON.stringify({ ...request, forceRedirect: false }),
        origin: location.origin,
      });
      const frame = document.createElement("iframe");
      frame.src = `${server}/practice/window?${query}`;
      frame.title = "PortOne practice";
      frame.style.cssText = "position:fixed;inset:0;width:100%;height:100%;border:0;z-index:2147483647";
      const hear = (event) => {
        if (event.origin !== server || event.source !== frame.contentWindow) return;
        removeEventListener("message", hear);
        frame.remove();
        const { result, opened } = event.data;
        // What goes wrong before the window opens never redirects.
        if (opened && request.redirectUrl && request.forceRedirect) {
          const target = new URL(request.redirectUrl);
          for (const [name, value] of Object.entries(result)) target.searchParams.append(name, value);
          location.assign(target);
          return;
        }
        resolve(result);
      };
      addEventListener("message", hear);
      document.body.append(frame);
    });
  }

  globalThis.PortOne = {
    requestPayment: (request) => play("payment", request),
    requestIssueBillingKey: (request) => play("billing-key", request),
  };
})();
