import { Paper } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Schema } from '../../api/client';
import { Person } from '../../design/person';
import { Countdown, Time } from '../../design/time';
import { Names } from '../../incident/names';
import { NextStep } from '../../incident/next-paged';
import { useOutlook } from '../../incident/outlook';
import { useSession } from '../../session/session';
import { texts } from '../../texts/incident-screen';
import classes from './incident.module.css';
import { reachedSoFar, whyPaged } from './reached';
import type { Sentence } from './story';

/** Why I am paged, what happens if nobody acts, and who else was reached: from the server's own plan. */
export function WhatNext({ incident, story }: { incident: Schema<'Incident'>; story: readonly Sentence[] }) {
  const { outlook, isFailed } = useOutlook(incident);
  return (
    <Paper
      component="section"
      aria-labelledby="what-next"
      className={classes.next}
      data-status={incident.status}
    >
      <h2 id="what-next">{texts.whatNext}</h2>
      {incident.status === 'triggered' ? <WhyMe outlook={outlook} story={story} /> : null}
      <p className={classes.lead}>
        {incident.status === 'triggered' && isFailed ? (
          <>
            {texts.nextUnknown} <NextStep incident={incident} />
          </>
        ) : (
          <Outcome incident={incident} outlook={outlook} />
        )}
      </p>
      <Reached story={story} />
    </Paper>
  );
}

type Outlook = Schema<'IncidentOutlook'> | undefined;

function WhyMe({ outlook, story }: { outlook: Outlook; story: readonly Sentence[] }) {
  const { id: me } = useSession();
  const duty = outlook?.onCall.find(({ userId }) => userId === me);
  if (duty !== undefined)
    return (
      <p>
        {texts.onCallFor(duty.scheduleName)}
        {duty.until === null ? null : (
          <>
            {' '}
            {texts.until} <Time at={duty.until} />
          </>
        )}
        .
      </p>
    );
  const why = whyPaged(story, me);
  if (why !== null) return <p>{why}</p>;
  return outlook === undefined ? null : <p className={classes.soft}>{texts.notPaged}</p>;
}

function Outcome({ incident, outlook }: { incident: Schema<'Incident'>; outlook: Outlook }): ReactNode {
  const { status, acknowledgedBy, snoozedUntil, wakesAt, mergedInto, resolvedAt, resolvedBy } = incident;
  if (mergedInto !== null)
    return (
      <>
        {texts.merged}{' '}
        <Link to="/incidents/$incidentId" params={{ incidentId: mergedInto }}>
          {texts.mergedOpen}
        </Link>
      </>
    );
  if (status === 'resolved')
    return (
      <>
        {resolvedBy === null ? texts.sourceResolved : <Names ids={[resolvedBy]} asSubject />}{' '}
        {texts.resolvedIt} {resolvedAt === null ? null : <Time at={resolvedAt} />}. {texts.nobodyPaged}
      </>
    );
  if (status === 'acknowledged')
    return (
      <>
        {acknowledgedBy === null ? texts.sourceHas : <HasIt userId={acknowledgedBy} />} {texts.nobodyPaged}
        {wakesAt === null ? null : (
          <>
            {' '}
            {snoozedUntil === null ? texts.reopens : texts.snoozedUntil} <Time at={wakesAt} />.
          </>
        )}
      </>
    );
  return <IfNobodyActs next={outlook?.next} />;
}

function HasIt({ userId }: { userId: string }) {
  const { id: me } = useSession();
  return userId === me ? (
    texts.youHaveIt
  ) : (
    <>
      <Names ids={[userId]} asSubject /> {texts.hasIt}
    </>
  );
}

function IfNobodyActs({ next }: { next: Schema<'IncidentOutlook'>['next'] | undefined }) {
  const { id: me } = useSession();
  if (next === undefined) return texts.asking;
  if (next === null) return texts.nobodyNext;
  return (
    <>
      <strong>
        <Names ids={next.userIds} asSubject />
      </strong>{' '}
      {texts.pagedIn(next.userIds.length > 1 || next.userIds[0] === me)}{' '}
      <strong>
        <Countdown until={next.at} />
      </strong>{' '}
      {texts.ifNobody}
      {next.lastResort ? ` ${texts.lastResort}` : ''}
    </>
  );
}

function Reached({ story }: { story: readonly Sentence[] }) {
  const reached = reachedSoFar(story);
  if (reached.length === 0) return null;
  return (
    <ul className={classes.reached} aria-label={texts.pagedSoFar}>
      {reached.map(({ userId, what, at }) => (
        <li key={userId}>
          <Person id={userId} size={24} />
          <span className={classes.soft}>
            {what} {at === null ? null : <Time at={at} />}
          </span>
        </li>
      ))}
    </ul>
  );
}
