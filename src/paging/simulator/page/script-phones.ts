/** Draws the phones. Every text of others goes in as text, never as markup. Plain script of the browser. */
export const PHONES_SCRIPT = String.raw`
const HUES = [210, 28, 150, 330, 52, 265, 180, 10, 95, 300, 235, 75];
const QUICK = ['ack', 'resolve', 'who', 'help'];
const KEYS = [['4', 'acknowledge'], ['6', 'resolve'], ['5', 'escalate'], ['*', 'repeat']];
const moment = new Intl.DateTimeFormat('en-GB', { weekday: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' });
const phonesOnPage = new Map();

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function button(text, label, onClick, className) {
  const element = make('button', className, text);
  element.type = 'button';
  if (label) element.setAttribute('aria-label', label);
  element.addEventListener('click', onClick);
  return element;
}

function hueOf(id) {
  let hash = 2166136261;
  for (const character of id) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619) >>> 0;
  return HUES[hash % HUES.length];
}

/** The text with its addresses as links. Only what was sent goes there; nothing is loaded from elsewhere. */
function withLinks(element, text) {
  for (const part of text.split(/(https?:\/\/[^\s<>"]+)/)) {
    if (!/^https?:/.test(part)) {
      element.append(part);
      continue;
    }
    const link = make('a', '', part);
    link.href = part;
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
    element.append(link);
  }
  return element;
}

/** The keys that a call has just offered, as it said them: "Press 6 once more to resolve incident 12, or star to go back." */
function keysOffered(sentence) {
  const offers = [...sentence.matchAll(/(?:Press |, |or )(\d|star) (?:once more )?to ([^,.]+)/g)];
  const keys = offers.map(([, key, what]) => [key === 'star' ? '*' : key, what]);
  return keys.length > 0 ? keys : KEYS;
}

const initialsOf = (name) => (name.match(/(?<![\p{L}(])\p{L}/gu) || ['?']).slice(0, 2).join('').toUpperCase();

/** One phone a person: all their addresses in one place. */
class Phone {
  constructor(owner) {
    this.userId = owner.userId;
    this.name = owner.name;
    this.timeZone = owner.timeZone;
    this.addresses = new Map();
    this.callShown = '';
    this.element = make('article', 'phone');
    this.element.setAttribute('aria-label', 'Phone of ' + owner.name);
    this.element.append(this.drawOwner(owner), this.drawCall(), this.drawThread(), this.drawReply(), this.drawQuiet());
    this.element.classList.add('quiet');
    this.tick();
  }

  drawOwner(owner) {
    const face = make('div', 'face', initialsOf(owner.name));
    face.style.background = 'hsl(' + hueOf(owner.userId) + ' 60% 72%)';
    face.setAttribute('aria-hidden', 'true');
    const words = make('div');
    this.place = make('p');
    this.numbers = make('p');
    words.append(make('h2', '', owner.name), this.place, this.numbers);
    const row = make('div', 'owner');
    row.append(face, words);
    return row;
  }

  drawCall() {
    this.call = make('div', 'call');
    this.call.hidden = true;
    return this.call;
  }

  drawThread() {
    this.thread = make('ol', 'thread');
    this.thread.setAttribute('role', 'log');
    this.thread.setAttribute('aria-label', 'Messages of ' + this.name);
    this.thread.tabIndex = 0;
    return this.thread;
  }

  /** A phone without messages stays small and below the others, so that what happens is in sight. */
  drawQuiet() {
    const row = make('div', 'nothing');
    row.append(
      make('p', '', 'No messages yet'),
      button('Write', 'Write from the phone of ' + this.name, () => {
        this.wake();
        this.input.focus();
      }),
    );
    return row;
  }

  wake() {
    this.element.classList.remove('quiet');
  }

  drawReply() {
    this.reply = make('form', 'reply');
    const quick = make('div', 'quick');
    for (const word of QUICK) {
      quick.append(button(word, 'Reply ' + word + ' as ' + this.name, () => this.send(word)));
    }
    this.input = make('input');
    this.input.placeholder = 'or write, as in: 417 ack';
    this.input.maxLength = 1600;
    this.input.autocomplete = 'off';
    this.input.autocapitalize = 'off';
    this.input.setAttribute('aria-label', 'Message from ' + this.name);
    const submit = make('button', '', 'Send');
    const write = make('div', 'write');
    write.append(this.input, submit);
    this.fault = make('p', 'fault');
    this.fault.setAttribute('role', 'status');
    this.reply.append(quick, write, this.fault);
    this.reply.addEventListener('submit', (event) => {
      event.preventDefault();
      if (this.input.value.trim() !== '') this.send(this.input.value);
    });
    return this.reply;
  }

  know(phone) {
    this.addresses.set(phone.address, phone);
    const usable = [...this.addresses.values()];
    this.numbers.textContent = usable
      .map((one) => one.address + (one.verified ? '' : ' (not verified)') + (one.on ? '' : ' (off)'))
      .join(' · ');
    this.from = (usable.find((one) => one.types.includes('sms')) || usable.find((one) => one.types.includes('voice')) || {}).address;
    this.reply.hidden = !this.from;
  }

  tick() {
    const there = new Intl.DateTimeFormat('en-GB', { timeZone: this.timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit' });
    const text = this.timeZone + ', ' + there.format(serverNow());
    if (this.place.textContent !== text) this.place.textContent = text;
  }

  add(message) {
    const mine = message.direction === 'from-phone';
    const item = make('li', mine ? 'mine' : '');
    const time = make('time', '', moment.format(new Date(message.createdAt)) + (message.type === 'email' ? ' · mail' : ''));
    time.dateTime = message.createdAt;
    item.append(withLinks(make('div', 'bubble'), message.body), time);
    this.append(item);
  }

  noteCall(call) {
    const what = call.status === 'no-answer' ? 'not answered'
      : call.keys === '' ? 'answered, no key pressed' : 'answered, pressed ' + [...call.keys].join(' ');
    this.note('☎ Call ' + moment.format(new Date(call.createdAt)) + ': ' + what);
  }

  note(text) {
    this.append(make('li', 'event', text));
  }

  append(item) {
    this.wake();
    const atEnd = this.thread.scrollHeight - this.thread.scrollTop - this.thread.clientHeight < 60;
    this.thread.append(item);
    if (atEnd) this.thread.scrollTop = this.thread.scrollHeight;
  }

  async send(body) {
    const sent = await this.attempt(() => ask('POST', '/simulator/sms', { from: this.from, body }));
    if (!sent) return;
    this.input.value = '';
    if (sent.replies.length === 0) this.note('No answer came back');
    await refresh();
  }

  async attempt(work) {
    this.fault.textContent = '';
    try {
      return await work();
    } catch (error) {
      if (error.status === 401) signIn('This token is not valid any more.');
      else if (error.status === 409) this.fault.textContent = error.message;
      else if (error.status === 403) this.fault.textContent = 'Your token may look, but not answer for a phone.';
      else this.fault.textContent = 'That did not reach Rouse; nothing was done. Try again. (' + error.message + ')';
      return null;
    }
  }

  showCall(call) {
    const shown = call ? JSON.stringify(call) : '';
    if (shown === this.callShown) return;
    this.callShown = shown;
    const keyWithFocus = this.call.contains(document.activeElement) ? document.activeElement.textContent : null;
    this.element.classList.toggle('rings', Boolean(call) && call.status === 'ringing');
    this.call.hidden = !call;
    if (call) this.wake();
    this.call.replaceChildren();
    if (call) this.call.append(...this.drawCallOf(call));
    this.call.classList.toggle('answered', Boolean(call) && call.status === 'answered');
    if (keyWithFocus !== null) {
      if (!call) return this.input.focus();
      const again = [...this.call.querySelectorAll('button')];
      (again.find((one) => one.textContent === keyWithFocus) || again[0] || this.input).focus();
    }
  }

  drawCallOf(call) {
    const label = make('p', 'label', call.status === 'ringing' ? '☎ Ringing: Rouse calls ' + call.to : '☎ On the phone with Rouse');
    label.setAttribute('role', 'status');
    if (call.status === 'ringing') {
      const keys = make('div', 'keys');
      keys.append(
        button('Answer', 'Answer as ' + this.name, () => this.act(call, 'answer'), 'primary'),
        button('Decline', 'Decline as ' + this.name, () => this.act(call, 'hang-up')),
      );
      return [label, keys];
    }
    const said = make('div', 'said');
    said.setAttribute('aria-live', 'polite');
    for (const sentence of call.spoken.slice(-5)) said.append(make('p', '', sentence));
    const keys = make('div', 'keys');
    const asks = call.spoken[call.spoken.length - 1] || '';
    for (const [digit, what] of keysOffered(asks)) {
      const isNext = asks.includes(digit + ' once more');
      keys.append(button(digit + ' ' + what, '', () => this.act(call, 'keys', { digits: digit }), isNext ? 'primary' : ''));
    }
    return [label, said, keys, button('Hang up', 'Hang up as ' + this.name, () => this.act(call, 'hang-up'))];
  }

  async act(call, what, body) {
    const after = await this.attempt(() => ask('POST', '/simulator/calls/' + call.id + '/' + what, body));
    if (after && after.status === 'completed' && after.spoken.length > call.spoken.length) {
      this.note('Rouse said: ' + after.spoken.slice(call.spoken.length).join(' '));
    }
    await refresh();
  }
}
`;
