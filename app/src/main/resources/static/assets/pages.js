// Everything works without this file; with it, hands stay on the keys and nothing that was typed is lost.
'use strict';

// ---- what is typed into a form stays in this tab until it is sent and taken
const draftOf = form => 'draft ' + form.dataset.draft;
const typed = form => [...form.elements].filter(field => field.name.startsWith('f.') && field.type !== 'hidden');

document.addEventListener('input', event => {
  const form = event.target.form;
  if (form && form.dataset.draft) {
    sessionStorage.setItem(draftOf(form), JSON.stringify(typed(form).map(field =>
      [field.name, field.value, field.type === 'checkbox' ? field.checked : null])));
  }
});

const asked = new URLSearchParams(location.search);
const done = asked.get('done');
// a form that was answered from a list has its case in the address
const doneOf = asked.get('of') || location.pathname;
if (done) {
  // the form may be gone with what it did
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith('draft ' + doneOf) && key.endsWith('#' + done)) {
      sessionStorage.removeItem(key);
    }
  }
}
function restore(within) {
  for (const form of within.querySelectorAll('form[data-draft]')) {
    const kept = JSON.parse(sessionStorage.getItem(draftOf(form)) || '[]');
    const fields = typed(form);
    let found = false;
    for (const [name, value, checked] of kept) {
      const field = fields.find(one => one.name === name && (checked === null || one.value === value));
      if (field && checked !== null) {
        field.checked = checked;
      } else if (field && !field.value && value) {
        field.value = value;
        found = true;
      }
    }
    if (found) {
      form.closest('details').open = true;
    }
  }
}
restore(document);
const wrong = document.querySelector('[aria-invalid=true]') || document.querySelector('details[open] [role=alert]');
if (wrong) {
  wrong.focus();
}

// ---- what is owed is answered where it is listed
document.body.addEventListener('htmx:afterSettle', event => {
  restore(event.target);
  const first = event.target.closest('details.answer') && event.target.querySelector('details[open] :is(select, textarea, input:not([type=hidden]), button)');
  if (first) {
    first.focus();
  }
});

// ---- news of the queue: they are told, and nothing moves until somebody asks
const refresh = document.querySelector('[data-refresh]');
if (refresh) {
  refresh.addEventListener('click', () => location.reload());
  document.body.addEventListener('htmx:sseMessage', () => { refresh.hidden = refresh.textContent.trim() === ''; });
}

// ---- keys
const keys = document.getElementById('keys');
const on = document.getElementById('keys-on');
if (keys && on) {
  on.checked = localStorage.getItem('keys') !== 'off';
  on.addEventListener('change', () => localStorage.setItem('keys', on.checked ? 'on' : 'off'));
}
for (const button of document.querySelectorAll('[data-keys]')) {
  button.addEventListener('click', () => keys.showModal());
}

const rows = () => [...document.querySelectorAll('[data-row]')];
let at = -1;
function move(by) {
  const all = rows();
  if (all.length > 0) {
    if (at >= 0) { all[at].removeAttribute('data-at'); }
    at = Math.max(0, Math.min(all.length - 1, at + by));
    all[at].setAttribute('data-at', '');
    all[at].querySelector('a.open').focus();
    all[at].scrollIntoView({ block: 'nearest' });
  }
}
function press(selector) {
  const row = at >= 0 ? rows()[at] : null;
  const element = row ? row.querySelector(selector) : null;
  if (element) { element.click(); }
  return element !== null;
}
function answer() {
  const row = at >= 0 ? rows()[at].querySelector('details.answer') : null;
  if (row) { row.open = !row.open; }
  return row !== null;
}
function act(name) {
  const form = document.getElementById(name);
  if (form) {
    form.open = true;
    const first = form.querySelector('select, textarea, input:not([type=hidden]), button');
    first.focus();
    first.scrollIntoView({ block: 'center' });
  }
}

document.addEventListener('keydown', event => {
  const field = event.target.closest('input, textarea, select, [contenteditable]');
  // an input method composes with the same keys; and who has just closed the dialog is in none of its fields any more
  const elsewhere = event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey
    || (field && !field.closest('dialog:not([open])')) || (keys && keys.open);
  if (elsewhere || !on) {
    return;
  }
  if (event.key === '?') {
    event.preventDefault();
    keys.showModal();
    return;
  }
  if (!on.checked) {
    return;
  }
  const button = document.querySelector('[data-key="' + CSS.escape(event.key) + '"]:not([hidden])');
  let taken = true;
  switch (event.key) {
    case 'j': move(1); break;
    case 'k': move(-1); break;
    case 'o': press('a.open'); break;
    case 'c': if (!press('button.take') && button) { button.click(); } break;
    case 'x': if (!press('button.release') && button) { button.click(); } break;
    case 'd': act(document.getElementById('decide') ? 'decide' : 'open-intervention'); break;
    case 'e': act('request-evidence'); break;
    case 'm': act('send-message'); break;
    case 'q': location.assign(document.body.dataset.home); break;
    case 'a': taken = answer(); break;
    case 'u': taken = press('button.urge'); break;
    case 'i': taken = press('button.coordinate'); break;
    case 'n': if (button) { button.click(); } break;
    case 'r': location.reload(); break;
    default: taken = false;
  }
  if (taken) {
    event.preventDefault();
  }
});
