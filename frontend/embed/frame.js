// In a page that is shown in a frame: tells the page around it how tall it is, so that it needs no bar of its own.
const tell = () => parent.postMessage({ conoceles: document.documentElement.scrollHeight }, "*");
addEventListener("load", () => {
  tell();
  new ResizeObserver(tell).observe(document.body);
});
