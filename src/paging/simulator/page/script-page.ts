/** Asks every second what is new, and puts it on the page. Plain script of the browser. */
export const PAGE_LOOP_SCRIPT = String.raw`
const $ = (id) => document.getElementById(id);
const byAddress = new Map();
const endedCalls = new Set();
let lastMessage = null;
let anything = false;
let seenAt = null;
let round = 0;
let running = false;
let timer = null;
let openIncidents = [];

function signIn(why) {
  sessionStorage.removeItem(TOKEN_KEY);
  clearTimeout(timer);
  $('sign-in-why').textContent = why;
  $('sign-in').hidden = false;
  $('phones').hidden = $('incidents').hidden = $('lesson').hidden = $('trouble').hidden = true;
  $('state').textContent = 'Not signed in';
  $('token').focus();
}

async function readPhones() {
  for (const phone of await askAll('/simulator/phones')) {
    let shown = phonesOnPage.get(phone.userId);
    if (!shown) {
      shown = new Phone(phone);
      phonesOnPage.set(phone.userId, shown);
      $('phones').append(shown.element);
    }
    shown.know(phone);
    byAddress.set(phone.address, [...new Set([...(byAddress.get(phone.address) || []), shown])]);
  }
}

async function newMessages() {
  const items = [];
  for (;;) {
    const query = lastMessage ? '?limit=200&cursor=' + lastMessage : '?last=200';
    const page = await ask('GET', '/simulator/messages' + query);
    items.push(...page.items);
    if (page.items.length > 0) lastMessage = page.items[page.items.length - 1].id;
    if (!page.nextCursor) return items;
  }
}

async function readNews() {
  const messages = await newMessages();
  const calls = (await ask('GET', '/simulator/calls?last=100')).items;
  const isActive = (call) => call.status === 'ringing' || call.status === 'answered';
  const ended = calls.filter((call) => !isActive(call) && !endedCalls.has(call.id));
  if (messages.length + calls.length > 0) anything = true;
  const news = [...messages, ...ended].sort((one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt));
  for (const item of news) {
    const isCall = item.keys !== undefined;
    if (isCall) endedCalls.add(item.id);
    const address = isCall || item.direction === 'to-phone' ? item.to : item.from;
    for (const phone of byAddress.get(address) || []) isCall ? phone.noteCall(item) : phone.add(item);
  }
  for (const phone of phonesOnPage.values()) {
    const own = calls.filter((call) => isActive(call) && (byAddress.get(call.to) || []).includes(phone));
    phone.showCall(own.find((call) => call.status === 'answered') || own[0] || null);
  }
  document.title = (calls.some((call) => call.status === 'ringing') ? '☎ Ringing · ' : '') + 'Phones · Rouse';
}

async function readIncidents() {
  try {
    openIncidents = (await ask('GET', '/incidents?status=triggered,acknowledged&limit=20')).items;
  } catch (error) {
    if (error.status !== 404) throw error;
    openIncidents = [];
  }
}

function sinceWords(iso) {
  const minutes = Math.floor((serverNow() - Date.parse(iso)) / 60000);
  return minutes < 1 ? 'just now' : minutes < 60 ? minutes + ' min' : Math.floor(minutes / 60) + ' h ' + (minutes % 60) + ' min';
}

function nextWords(iso) {
  if (!iso) return '';
  const seconds = Math.max(0, Math.round((Date.parse(iso) - serverNow()) / 1000));
  return ' · next step in ' + Math.floor(seconds / 60) + ':' + String(seconds % 60).padStart(2, '0');
}

function drawIncidents() {
  const box = $('incidents');
  box.hidden = openIncidents.length === 0;
  const rows = openIncidents.map((incident) => {
    const row = make('div', 'incident ' + incident.status);
    const waiting = incident.status === 'triggered';
    row.append(
      make('span', 'status', waiting ? '● Triggered' : '◐ Acknowledged'),
      make('span', 'what', '#' + incident.number + ' ' + (incident.serviceName ? incident.serviceName + ': ' : '') + incident.title),
      make('span', 'when', sinceWords(incident.createdAt) + (waiting ? nextWords(incident.escalatesAt) : '')),
    );
    return row;
  });
  box.replaceChildren(...rows);
}

function drawLesson() {
  const box = $('lesson');
  const lesson = phonesOnPage.size === 0 ? 'phones' : anything ? '' : 'alert';
  box.hidden = lesson === '';
  if (box.dataset.lesson === lesson) return;
  box.dataset.lesson = lesson;
  const words = lesson === 'phones'
    ? ['Nobody has a phone yet', 'Add a person, then their number; it shows up here.',
       "curl -sS " + location.origin + "/api/v1/users/USER_ID/contact-methods -H 'authorization: Bearer TOKEN' -H 'content-type: application/json' -d '" + JSON.stringify({ type: 'sms', address: '+15005550101', preVerified: true }) + "'",
       'USER_ID is the id that POST /api/v1/users answers; see /api/docs.']
    : ['Nothing was sent yet', 'Send an alert, and the phone of whoever is on call shows it within a second. Paste the curl line that Rouse printed in the terminal, or this one with the key of an integration:',
       "curl -sS " + location.origin + "/v2/enqueue -H 'content-type: application/json' -d '" + JSON.stringify({ routing_key: 'KEY', event_action: 'trigger', payload: { summary: 'Checkout fails for 12 % of requests', source: 'web-1', severity: 'critical' } }) + "'",
       'Then answer the message with: ack'];
  box.replaceChildren(make('h2', '', words[0]), make('p', '', words[1]), make('pre', '', words[2]), make('p', 'hint', words[3]));
}

async function refresh() {
  if (running) return;
  running = true;
  try {
    if (round % 10 === 0) await readPhones();
    await readNews();
    if (round % 2 === 0) await readIncidents();
    round += 1;
    seenAt = Date.now();
    $('trouble').hidden = true;
    $('sign-in').hidden = true;
    $('phones').hidden = false;
    $('state').textContent = 'Live · times in ' + Intl.DateTimeFormat().resolvedOptions().timeZone;
    drawLesson();
  } catch (error) {
    if (error.status === 401) signIn(sessionStorage.getItem(TOKEN_KEY) ? 'This token is not valid, or not any more.' : 'The phones are shown to people of this Rouse only.');
    else sayTrouble(error);
  } finally {
    running = false;
  }
}

function sayTrouble(error) {
  const since = seenAt === null ? 'Nothing could be loaded yet.' : 'What you see is from ' + moment.format(new Date(seenAt)) + '.';
  const why = error instanceof Refused ? error.message : 'Rouse does not answer.';
  $('trouble').textContent = why + ' ' + since + ' Trying again every few seconds; nothing needs to be reloaded.';
  $('trouble').hidden = false;
  $('state').textContent = 'Not connected';
  round = 0;
}

async function loop() {
  clearTimeout(timer);
  if (document.hidden || !$('sign-in').hidden) return;
  await refresh();
  drawIncidents();
  for (const phone of phonesOnPage.values()) phone.tick();
  clearTimeout(timer);
  timer = setTimeout(loop, $('trouble').hidden ? 1000 : 3000);
}

document.addEventListener('visibilitychange', loop);
addEventListener('hashchange', () => {
  takeTokenFromAddress();
  $('sign-in').hidden = true;
  loop();
});
$('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  sessionStorage.setItem(TOKEN_KEY, $('token').value.trim());
  $('token').value = '';
  $('sign-in').hidden = true;
  loop();
});
takeTokenFromAddress();
// Without a token it may be a browser that has signed in.
loop();
`;
