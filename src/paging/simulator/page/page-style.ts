/** Colour means state: red rings or is triggered, amber is acknowledged, blue informs, grey is past. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f5f6f7; --surface: #fdfdfd; --sunken: #eceef0; --line: #d5d9dd; --text: #1c2126; --soft: #59636e;
  --blue: #1f5fbf; --on-blue: #fdfdfd; --mine: #dbe7f9;
  --red: #b3261e; --red-ground: #fbe9e7; --amber: #8a5a00; --amber-ground: #fdf1d8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171a; --surface: #1b1f24; --sunken: #262b31; --line: #363d45; --text: #dfe3e8; --soft: #98a2ad;
    --blue: #7fb0f5; --on-blue: #10141a; --mine: #243a58;
    --red: #f2938c; --red-ground: #3b1f1e; --amber: #e5b95c; --amber-ground: #352a14;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body {
  margin: 0; background: var(--ground); color: var(--text);
  font: 16px/1.45 'Inter Variable', Inter, system-ui, sans-serif; font-variant-numeric: tabular-nums;
}
header {
  display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 4px 16px;
  max-width: 1200px; margin: 0 auto; padding: 16px 16px 8px;
}
h1 { font-size: 20px; margin: 0; }
h1 span { font-weight: 400; color: var(--soft); }
h2 { font-size: 16px; margin: 0; }
#state { margin: 0; font-size: 14px; color: var(--soft); }
main { max-width: 1200px; margin: 0 auto; padding: 8px 16px 32px; display: grid; gap: 16px; }
#trouble { margin: 0; padding: 12px 16px; background: var(--amber-ground); color: var(--amber); text-align: center; }
button, input {
  font: inherit; min-height: 44px; border-radius: 8px; border: 1px solid var(--line);
  background: var(--surface); color: var(--text); padding: 0 12px;
}
button { cursor: pointer; min-width: 44px; }
button:hover { background: var(--sunken); }
button:disabled { opacity: .55; cursor: default; }
button.primary { background: var(--blue); border-color: var(--blue); color: var(--on-blue); font-weight: 600; }
:focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
#sign-in, #lesson {
  display: grid; gap: 12px; max-width: 640px; padding: 20px; background: var(--surface);
  border: 1px solid var(--line); border-radius: 12px;
}
#sign-in p, #lesson p { margin: 0; }
.hint { color: var(--soft); font-size: 14px; }
pre {
  margin: 0; padding: 12px; overflow-x: auto; background: var(--sunken); border-radius: 8px;
  font: 14px/1.5 ui-monospace, SFMono-Regular, Menlo, monospace; white-space: pre-wrap; overflow-wrap: anywhere;
}
#incidents { display: grid; gap: 8px; }
.incident {
  display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: baseline; padding: 10px 14px;
  background: var(--surface); border: 1px solid var(--line); border-left-width: 6px; border-radius: 8px;
}
.incident.triggered { border-left-color: var(--red); }
.incident.acknowledged { border-left-color: var(--amber); }
.incident .status { font-weight: 600; }
.incident.triggered .status { color: var(--red); }
.incident.acknowledged .status { color: var(--amber); }
.incident .what { flex: 1 1 240px; overflow-wrap: anywhere; }
.incident .when { color: var(--soft); font-size: 14px; }
#phones { display: grid; gap: 16px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 272px), 1fr)); align-items: start; }
.phone {
  display: flex; flex-direction: column; background: var(--surface); border: 1px solid var(--line);
  border-radius: 16px; overflow: hidden; min-width: 0;
}
.phone.rings { border-color: var(--red); box-shadow: 0 0 0 2px var(--red); }
@media (prefers-reduced-motion: no-preference) {
  .phone.rings { animation: pulse 1.6s ease-in-out infinite; }
  @keyframes pulse { 50% { box-shadow: 0 0 0 6px color-mix(in srgb, var(--red) 35%, transparent); } }
}
.phone.quiet { order: 1; }
.quiet .thread, .quiet .reply { display: none; }
.phone:not(.quiet) .nothing { display: none; }
.nothing { display: flex; align-items: center; justify-content: space-between; gap: 12px; padding: 8px 14px; }
.nothing p { margin: 0; font-size: 14px; color: var(--soft); }
.thread:empty { display: none; }
.owner { display: flex; gap: 12px; align-items: center; padding: 12px 14px; border-bottom: 1px solid var(--line); }
.face {
  flex: none; width: 40px; height: 40px; border-radius: 50%; display: grid; place-items: center;
  font-weight: 600; font-size: 14px; color: #10141a;
}
.owner div:last-child { min-width: 0; overflow-wrap: anywhere; }
.owner p { margin: 0; font-size: 14px; color: var(--soft); }
.call { padding: 14px; display: grid; gap: 10px; border-bottom: 1px solid var(--line); background: var(--red-ground); }
.call.answered { background: var(--sunken); }
.call p { margin: 0; overflow-wrap: anywhere; }
.call .label { font-weight: 600; color: var(--red); }
.call.answered .label { color: var(--blue); }
.said { display: grid; gap: 6px; max-height: 220px; overflow-y: auto; }
.keys { display: grid; grid-template-columns: 1fr 1fr; gap: 8px; }
.thread {
  display: flex; flex-direction: column; gap: 8px; padding: 14px; margin: 0; list-style: none;
  max-height: 380px; overflow-y: auto;
}
.thread li { max-width: 88%; }
.bubble { padding: 8px 12px; border-radius: 14px; background: var(--sunken); white-space: pre-wrap; overflow-wrap: anywhere; }
.bubble a { color: var(--blue); }
.thread .mine { align-self: flex-end; }
.mine .bubble { background: var(--mine); }
.thread time, .thread .note { display: block; font-size: 12px; color: var(--soft); margin-top: 2px; }
.mine time { text-align: right; }
.thread .event { align-self: center; max-width: none; font-size: 14px; color: var(--soft); text-align: center; }
.reply { display: grid; grid-template-columns: minmax(0, 1fr); gap: 8px; padding: 12px 14px 14px; border-top: 1px solid var(--line); }
.quick { display: flex; flex-wrap: wrap; gap: 8px; }
.quick button { flex: 1 1 auto; padding: 0 4px; }
.write { display: flex; gap: 8px; }
.write input { flex: 1; min-width: 0; }
.write button { flex: none; }
.fault { margin: 0; font-size: 14px; color: var(--amber); }
.fault:empty { display: none; }
`;
