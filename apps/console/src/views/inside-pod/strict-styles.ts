/**
 * Makes elements that scripts create obey the security policy of the page, which forbids styles as text: the text of a style element becomes
 * a sheet, and a style attribute sets properties. xterm.js writes both, and has no option for another way. Further calls change nothing.
 */
export function enforceStrictStyles(): void {
  if (Object.hasOwn(document, 'createElement')) return;
  Object.defineProperty(document, 'createElement', { value: strictElement, configurable: true });
}

function strictElement(name: string, options?: ElementCreationOptions): HTMLElement {
  if (name.toLowerCase() === 'style') return sheetElement();
  const element = Document.prototype.createElement.call(document, name, options);
  element.setAttribute = (attribute, value) => {
    if (attribute === 'style') element.style.cssText = value;
    else HTMLElement.prototype.setAttribute.call(element, attribute, value);
  };
  return element;
}

/** Returns an element in place of a style element: its text is a sheet of the document until it is removed. */
function sheetElement(): HTMLElement {
  const element = Document.prototype.createElement.call(document, 'data');
  const sheet = new CSSStyleSheet();
  element.hidden = true;
  Object.defineProperty(element, 'textContent', {
    set(text: string) {
      sheet.replaceSync(text);
      if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet);
    },
  });
  element.remove = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
    HTMLElement.prototype.remove.call(element);
  };
  return element;
}
