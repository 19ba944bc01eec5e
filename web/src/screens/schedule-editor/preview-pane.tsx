import { Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { Person, usePersonColour } from '../../design/person';
import { useNames } from '../../schedule-editor/names';
import { hours, regularHours, signedHours } from '../../schedule-editor/open-hours';
import type { DraftPreview, Preview } from '../../schedule-editor/draft-preview';
import type { ScheduleDraft } from '../../schedule-editor/schedule-draft';
import { momentIn, spanIn } from '../../schedule-timeline/shift-words';
import { ScheduleTimeline } from '../../schedule-timeline/schedule-timeline';
import { texts } from '../../texts/schedule-editor';
import { differenceInWords } from './difference-words';
import { lanesOf } from './preview-lanes';
import classes from './schedule-editor.module.css';

const MOST_GAPS = 6;
const DAYS_SHOWN = 28;
/** Day by day, four weeks would be a long way to go. */
const DAYS_IN_LIST = 7;
const NARROW = '(max-width: 47.99em)';

/** What the draft would mean, as the server renders it: the line, who has how much, what nobody covers, warnings. */
export function PreviewPane({
  draft,
  preview,
  window,
}: {
  draft: ScheduleDraft;
  preview: DraftPreview;
  window: { from: string; to: string };
}) {
  const { last, fault, isOld } = preview;
  const nameOf = useNames();
  const isNarrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false });
  return (
    <Paper component="section" aria-labelledby="schedule-preview" className={classes.preview}>
      <Stack gap="md">
        <div>
          <Title order={2} size="h3" id="schedule-preview">
            {texts.preview}
          </Title>
          <Text size="sm" c="dimmed" role="status" mih={21}>
            {fault !== null && last !== null
              ? texts.previewKept
              : isOld
                ? texts.previewPending
                : texts.previewOf}
          </Text>
        </div>
        {last === null ? (
          <Skeleton height={240} radius="lg" />
        ) : (
          <Stack gap="lg" className={classes.previewBody} data-old={isOld || undefined}>
            {last.diff === null ? null : <DifferencePart preview={last} zone={draft.timeZone} />}
            <ScheduleTimeline
              lanes={lanesOf(last, draft, nameOf)}
              window={{
                firstDay: dayOf(window.from, draft.timeZone),
                days: isNarrow ? DAYS_IN_LIST : DAYS_SHOWN,
                zone: draft.timeZone,
              }}
              scheduleZone={draft.timeZone}
            />
            <GapsPart preview={last} zone={draft.timeZone} window={window} />
            {last.diff === null ? <SharesPart preview={last} /> : null}
            <WarningsPart preview={last} />
          </Stack>
        )}
      </Stack>
    </Paper>
  );
}

const dayOf = (at: string, zone: string): string =>
  new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(new Date(at));

function DifferencePart({ preview, zone }: { preview: Preview; zone: string }) {
  const nameOf = useNames();
  const changed = (preview.diff?.users ?? []).filter(({ deltaSeconds }) => deltaSeconds !== 0);
  const [first] = preview.diff?.changes ?? [];
  return (
    <Stack gap={8} component="section" aria-labelledby="schedule-difference">
      <Title order={3} id="schedule-difference">
        {texts.difference}
      </Title>
      <Text role="status">{differenceInWords(preview, nameOf) ?? texts.noDifference}</Text>
      {changed.length === 0 ? null : (
        <ul className={classes.shares}>
          {changed.map(({ userId, beforeSeconds, afterSeconds, deltaSeconds }) => (
            <li key={userId ?? ''} data-nobody={userId === null || undefined}>
              {userId === null ? <b>{texts.nobody}</b> : <Person id={userId} />}
              <span className={classes.beforeAfter}>
                {texts.beforeAfter(hours(beforeSeconds), hours(afterSeconds))}
              </span>
              <span className={classes.delta}>{signedHours(deltaSeconds)}</span>
            </li>
          ))}
        </ul>
      )}
      {first === undefined ? null : (
        <Text size="sm" c="dimmed">
          {texts.changesFrom(momentIn(new Date(first.start), zone))}
        </Text>
      )}
    </Stack>
  );
}

/** How much of the window each person has, as the server's shifts say. */
function SharesPart({ preview }: { preview: Preview }) {
  const personColour = usePersonColour();
  const sums = new Map<string, number>();
  for (const { userId, start, end } of preview.items)
    sums.set(userId, (sums.get(userId) ?? 0) + (Date.parse(end) - Date.parse(start)) / 1000);
  const shares = [...sums].sort(([, one], [, other]) => other - one);
  if (shares.length === 0) return null;
  const most = shares[0]?.[1] ?? 1;
  return (
    <Stack gap={8} component="section" aria-labelledby="schedule-shares">
      <Title order={3} id="schedule-shares">
        {texts.shares}
      </Title>
      <ul className={classes.shares}>
        {shares.map(([id, seconds]) => (
          <li key={id}>
            <Person id={id} />
            <span className={classes.track} aria-hidden>
              <span style={{ width: `${String((100 * seconds) / most)}%`, background: personColour(id) }} />
            </span>
            <span className={classes.delta}>{hours(seconds)}</span>
          </li>
        ))}
      </ul>
    </Stack>
  );
}

function GapsPart({
  preview,
  zone,
  window,
}: {
  preview: Preview;
  zone: string;
  window: { from: string; to: string };
}) {
  const { gaps } = preview;
  if (gaps.length === 0)
    return (
      <p className={classes.good}>
        <IconCheck size={18} aria-hidden />
        {texts.noGaps}
      </p>
    );
  const regular = regularHours(gaps, window, zone);
  const total = gaps.reduce((sum, { start, end }) => sum + Date.parse(end) - Date.parse(start), 0) / 1000;
  return (
    <section className={classes.gaps} aria-labelledby="schedule-gaps">
      <h3 id="schedule-gaps">
        <IconAlertTriangle size={18} aria-hidden />
        {texts.gaps}: {texts.gapTotal(hours(total))}
      </h3>
      <ul>
        {regular === null || gaps.length <= MOST_GAPS ? null : (
          <li>{texts.regularGaps(regular, gaps.length)}</li>
        )}
        {(regular === null || gaps.length <= MOST_GAPS ? gaps.slice(0, MOST_GAPS) : []).map(
          ({ start, end }) => (
            <li key={start}>{spanIn({ start: new Date(start), end: new Date(end) }, zone)}</li>
          ),
        )}
        {regular === null && gaps.length > MOST_GAPS ? (
          <li>{texts.moreGaps(gaps.length - MOST_GAPS)}</li>
        ) : null}
      </ul>
    </section>
  );
}

function WarningsPart({ preview }: { preview: Preview }) {
  const said = [...new Set(preview.warnings.map(({ message }) => message))];
  if (said.length === 0) return null;
  return (
    <section className={classes.warnings} aria-labelledby="schedule-warnings">
      <h3 id="schedule-warnings">{texts.warnings}</h3>
      <ul>
        {said.map((message) => (
          <li key={message}>{message}</li>
        ))}
      </ul>
    </section>
  );
}
