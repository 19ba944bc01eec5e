import { Button, Stack, Text } from '@mantine/core';
import { IconMail, IconMessage, IconPhone, IconWebhook, type Icon } from '@tabler/icons-react';
import { useState } from 'react';
import type { Schema } from '../api/client';
import { Person } from '../design/person';
import { texts } from '../texts/policies';
import { clockAfter, minutesOf, type Mark, type PagedPerson } from './minutes';
import { usePolicies } from './policies';
import classes from './policy.module.css';

const FIRST = 12;

/** Who would be paged in which minute, by what, and why: a simulation, as a list that reads from top to bottom. */
export function MinuteList({ simulation }: { simulation: Schema<'PolicySimulation'> }) {
  const [isWhole, setIsWhole] = useState(false);
  const minutes = minutesOf(simulation);
  if (minutes.length === 0) return <Text>{texts.nobodyPaged}</Text>;
  const shown = isWhole ? minutes : minutes.slice(0, FIRST);
  return (
    <Stack gap="sm">
      <ol className={classes.minutes} aria-label={texts.listLabel}>
        {shown.map(({ afterSeconds, marks, people }) => (
          <li key={afterSeconds} className={classes.minute}>
            <span className={classes.clock}>{clockAfter(afterSeconds)}</span>
            <div className={classes.happens}>
              {marks.map((mark) => (
                <MarkLine key={JSON.stringify(mark)} mark={mark} />
              ))}
              {people.map((person) => (
                <Paged key={person.userId} person={person} />
              ))}
            </div>
          </li>
        ))}
      </ol>
      {shown.length < minutes.length ? (
        <Button variant="default" onClick={() => setIsWhole(true)}>
          {texts.more(minutes.length - shown.length)}
        </Button>
      ) : (
        <Text size="sm" c="dimmed">
          {simulation.truncated ? texts.truncated : texts.everyHour}
        </Text>
      )}
    </Stack>
  );
}

function MarkLine({ mark }: { mark: Mark }) {
  const policies = usePolicies().data;
  switch (mark.kind) {
    case 'step':
      return (
        <span className={classes.mark}>
          {texts.startStep(mark.step)}
          {mark.round === 0 ? null : ` · ${texts.round(mark.round + 1)}`}
        </span>
      );
    case 'skipped':
      return <Text size="sm">{texts.skipped(mark.step, mark.reason)}</Text>;
    case 'handed-off': {
      const name = policies?.find(({ id }) => id === mark.policyId)?.name ?? texts.anotherPolicy;
      return <span className={classes.mark}>{texts.handedOff(name)}</span>;
    }
    case 'last-resort':
      return (
        <span className={classes.mark}>{mark.reachesNobody ? texts.exhaustedNobody : texts.exhausted}</span>
      );
    case 'came-on-call':
      return (
        <Text size="sm" component="div">
          <Person id={mark.userId} size={20} /> {texts.comesOnCall}
        </Text>
      );
  }
}

const CHANNELS: Readonly<Record<PagedPerson['channels'][number], Icon>> = {
  sms: IconMessage,
  voice: IconPhone,
  email: IconMail,
  webhook: IconWebhook,
};

function Paged({ person: { userId, channels, reason } }: { person: PagedPerson }) {
  return (
    <div className={classes.paged}>
      <div className={classes.who}>
        <Person id={userId} />
        {channels.map((channel) => {
          const Sign = CHANNELS[channel];
          return (
            <span key={channel} className={classes.channel}>
              <Sign size={16} aria-hidden />
              {texts.channels[channel]}
            </span>
          );
        })}
      </div>
      <Text size="sm" c="dimmed">
        “{reason}”
      </Text>
    </div>
  );
}
