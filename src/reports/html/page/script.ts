/**
 * The page's own script. It only hides, shows, and copies what is on the page. Its only input is the fragment of the
 * address, which it compares and never writes into the page.
 */
export const SCRIPT = String.raw`
(() => {
  'use strict';
  const PAGE = 100;
  const byId = (id) => document.getElementById(id);
  const main = document.querySelector('main');
  const cards = Array.from(document.querySelectorAll('#cards > details'));

  const copyButton = (pre) => {
    if (pre.previousElementSibling && pre.previousElementSibling.className === 'copier') return;
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copier';
    button.textContent = main.dataset.copy;
    const tell = (text) => {
      button.textContent = text;
      setTimeout(() => { button.textContent = main.dataset.copy; }, 2000);
    };
    button.addEventListener('click', () => {
      const selected = () => {
        getSelection().selectAllChildren(pre);
        tell(main.dataset.selected);
      };
      if (!navigator.clipboard) return selected();
      navigator.clipboard.writeText(pre.textContent).then(() => tell(main.dataset.copied), selected);
    });
    pre.before(button);
  };
  const copyButtons = (inside) => inside.querySelectorAll('pre.copy').forEach(copyButton);
  document.querySelectorAll('pre.copy').forEach((pre) => { if (!pre.closest('#cards')) copyButton(pre); });

  /* Whole cards of a large report, unpacked when the page stands. */
  const packed = byId('packed');
  let whole;
  const unpacked = !packed ? Promise.resolve() : new Promise((done) => setTimeout(done)).then(() => {
    const bytes = Uint8Array.from(atob(packed.textContent), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return new Response(stream).json();
  }).then(([pieces, full]) => {
    whole = (at) => {
      const [names, ...numbers] = full[at];
      const html = numbers.map((number) => pieces[number]).join('<');
      return html.replace(/[\u0001-\u0008]/g, (sign) => names[sign.charCodeAt(0) - 1]);
    };
  });
  unpacked.catch(() => {});
  const isWhole = new Set();
  const complete = (card, at) => {
    if (whole && !isWhole.has(card)) {
      isWhole.add(card);
      const page = new DOMParser().parseFromString(whole(at), 'text/html');
      while (card.children.length > 1) card.lastElementChild.remove();
      card.append(page.body.firstElementChild);
    }
    /* A browser that cannot unpack must not show an empty card. */
    if (card.children.length < 2) {
      const body = document.createElement('div');
      body.className = 'body';
      body.textContent = main.dataset.unread;
      card.append(body);
    }
    copyButtons(card);
  };
  const place = new Map(cards.map((card, at) => [card, at]));
  document.addEventListener('toggle', ({ target }) => {
    if (target.open && place.has(target)) unpacked.then(() => complete(target, place.get(target)), () => complete(target, place.get(target)));
  }, true);

  /* A link to what is folded opens it. */
  const openTarget = () => {
    const folded = byId(location.hash.slice(1));
    if (folded && folded.tagName === 'DETAILS') folded.open = true;
  };

  /* Printed is what the filter shows, all of it and opened. Some browsers tell of it one way, some the other. */
  const states = cards.map(() => '');
  const opened = [];
  let isPrinting = false;
  const spread = () => {
    if (isPrinting) return;
    isPrinting = true;
    cards.forEach((card, at) => {
      if (states[at] !== 'out') complete(card, at);
      if (states[at] === 'later') card.className = 'on';
    });
    document.querySelectorAll('details').forEach((one) => {
      if (one.open) return;
      opened.push(one);
      one.open = true;
    });
  };
  const fold = () => {
    if (!isPrinting) return;
    isPrinting = false;
    cards.forEach((card, at) => { if (states[at] === 'later') card.className = ''; });
    opened.splice(0).forEach((one) => { one.open = false; });
  };
  addEventListener('beforeprint', spread);
  addEventListener('afterprint', fold);
  matchMedia('print').addEventListener('change', ({ matches }) => (matches ? spread() : fold()));

  const filters = byId('filters');
  if (!filters) return openTarget();
  const text = byId('text');
  const shownLine = byId('shown');
  const more = byId('more');
  const chips = Array.from(filters.querySelectorAll('button[data-facet]'));
  const facets = filters.dataset.facets.split(' ');
  const values = cards.map((card) => card.dataset.k.split(' '));
  const isFail = values.map(([status]) => status === 'fail');
  const isGap = values.map(([status]) => status === 'not-evaluated');
  let words;
  let limit = PAGE;

  const isOn = (chip) => chip.getAttribute('aria-pressed') === 'true';
  const press = (chip, on) => chip.setAttribute('aria-pressed', String(on));
  const filled = (pattern, numbers) => pattern.replace(/\{(\w+)\}/g, (_, name) => String(numbers[name]));
  /* Only what is shown is marked: to mark what is not would be thousands of changes for one letter. */
  const bring = (at, state) => {
    if ((states[at] === '') !== (state === '')) cards[at].className = state === '' ? 'on' : '';
    states[at] = state;
  };

  /* Searched are the values of a card: its sentences are the same in thousands of them, and would be found in each. */
  const entities = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
  const valuesOf = (html) => Array.from(
    html.replace(/<section class="do">[^]*?<\/section>/, '').matchAll(/<(?:dd|code|b|bdi)>([^<]+)|\(([^()<]+)\)/g),
    ([, value, detail]) => value || detail,
  ).join(' ').replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity]);
  const wordsOf = (card, at) => {
    const [summary, body] = card.children;
    const isBrief = !whole && !(body && body.querySelector('section'));
    const rest = isBrief ? (body ? body.textContent : '') : valuesOf(whole ? whole(at) : body.innerHTML);
    return (summary.textContent + ' ' + rest).toLowerCase();
  };

  const apply = () => {
    const chosen = facets.map((facet) => new Set(chips.filter((chip) => chip.dataset.facet === facet && isOn(chip)).map((chip) => chip.dataset.value)));
    const wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (wanted.length > 0 && !words) words = cards.map(wordsOf);
    const counts = { all: cards.length, match: 0, shown: 0, hidden: 0, fail: 0, gap: 0 };
    for (let at = 0; at < cards.length; at += 1) {
      const match = chosen.every((set, facet) => set.size === 0 || set.has(values[at][facet])) && wanted.every((word) => words[at].includes(word));
      if (!match) {
        counts.hidden += 1;
        if (isFail[at]) counts.fail += 1;
        if (isGap[at]) counts.gap += 1;
        bring(at, 'out');
      } else {
        counts.match += 1;
        if (counts.shown < limit) counts.shown += 1;
        bring(at, counts.match > limit ? 'later' : '');
      }
    }
    const isFiltered = wanted.length > 0 || chosen.some((set) => set.size > 0);
    const rest = counts.match - counts.shown;
    shownLine.textContent = filled(isFiltered ? shownLine.dataset.some : shownLine.dataset.all, counts) + (rest > 0 ? ' ' + filled(shownLine.dataset.page, counts) : '');
    shownLine.classList.toggle('warn', counts.fail + counts.gap > 0);
    byId('clear').hidden = !isFiltered;
    more.textContent = filled(main.dataset.more, { n: Math.min(rest, PAGE) });
    more.parentElement.hidden = rest === 0;
  };

  const fragment = () => {
    const params = new URLSearchParams();
    chips.filter(isOn).forEach((chip) => params.append(chip.dataset.facet, chip.dataset.slug));
    if (text.value.trim() !== '') params.append('text', text.value.trim());
    return params.toString();
  };
  const keep = () => history.replaceState(null, '', '#' + fragment());

  /* What the fragment names and this report does not have is left out, so that an old link hides nothing by mistake. */
  const restore = () => {
    const params = new URLSearchParams(location.hash.slice(1));
    chips.forEach((chip) => press(chip, params.getAll(chip.dataset.facet).includes(chip.dataset.slug)));
    text.value = params.get('text') || '';
    limit = PAGE;
    apply();
  };
  const changed = () => {
    limit = PAGE;
    apply();
    keep();
  };

  chips.forEach((chip) => chip.addEventListener('click', () => { press(chip, !isOn(chip)); changed(); }));
  text.addEventListener('input', changed);
  byId('clear').addEventListener('click', () => {
    chips.forEach((chip) => press(chip, false));
    text.value = '';
    changed();
    text.focus();
  });
  more.addEventListener('click', () => {
    const next = states.indexOf('later');
    limit += PAGE;
    apply();
    cards[next].querySelector('summary').focus();
  });
  const openAll = (open) => cards.forEach((card, at) => { if (states[at] === '') card.open = open; });
  byId('open').addEventListener('click', () => openAll(true));
  byId('close').addEventListener('click', () => openAll(false));
  addEventListener('hashchange', () => {
    if (location.hash === '' || location.hash.includes('=')) restore();
    else openTarget();
    if (location.hash.includes('=')) byId('findings').scrollIntoView();
  });
  addEventListener('keydown', (event) => {
    const isTyping = event.target.matches('input, textarea, select');
    if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      text.focus();
    }
  });

  unpacked.then(() => {
    words = undefined;
    if (packed) words = cards.map(wordsOf);
    if (text.value !== '') apply();
  }, () => {});

  filters.hidden = false;
  states.fill('later');
  document.querySelectorAll('.tools').forEach((one) => { one.hidden = false; });
  if (location.hash.includes('=')) restore();
  else {
    apply();
    openTarget();
  }
  byId('cards').className = 'live';
})();
`;
