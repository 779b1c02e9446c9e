// Builds page content. Data goes in as text only, never as markup, and keeps its own direction.
export const SVG = 'http://www.w3.org/2000/svg';

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

// Signed text of unknown direction: isolated from the sentence around it.
export const data = (value, lang = null) => el('bdi', { lang }, value);

// Codes and numbers read left to right in every language.
export const code = value => el('bdi', { dir: 'ltr', class: 'code' }, value);

// One of the signs at the end of the page: shape says as much as colour.
export function sign(name, className = 'sign') {
  const svg = document.createElementNS(SVG, 'svg'),
    use = document.createElementNS(SVG, 'use');
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  use.setAttribute('href', `#sign-${name}`);
  svg.append(use);
  return svg;
}
