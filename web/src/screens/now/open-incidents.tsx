import { Link } from '@tanstack/react-router';
import { IconCircleCheck } from '@tabler/icons-react';
import { $api, type Schema } from '../../api/client';
import { Failed, Loading } from '../../design/states';
import { Time } from '../../design/time';
import { IncidentCard } from '../../incident/incident-card';
import { openIncidents } from '../../incident/open-incidents';
import { useSession } from '../../session/session';
import { texts } from '../../texts/now';
import classes from './now.module.css';
import { Section } from './section';

type Incident = Schema<'Incident'>;

/** What nobody has answered comes first, the newest of it on top. */
const byNeed = (left: Incident, right: Incident): number =>
  Number(left.status !== 'triggered') - Number(right.status !== 'triggered');

function useMine() {
  return $api.useQuery('get', '/api/v1/incidents', openIncidents.of(useSession().id));
}

/** Open incidents that are mine to answer; nothing where there are none. */
export function IncidentsOfMine() {
  const { data } = useMine();
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  const waiting = items.filter(({ status }) => status === 'triggered').length;
  return (
    <Section title={waiting > 0 ? texts.needsYou : texts.youHave} count={countOf(items, data?.nextCursor)}>
      <Cards incidents={[...items].sort(byNeed)} />
    </Section>
  );
}

/** The other open ones, live; calm where none is. */
export function OtherIncidents() {
  const mine = useMine();
  const all = $api.useQuery('get', '/api/v1/incidents', openIncidents.all);
  if (all.data === undefined || mine.isPending) {
    if (all.error !== null) return <Failed error={all.error} retry={() => all.refetch()} />;
    return (
      <Section title={texts.open}>
        <Loading rows={2} height={112} />
      </Section>
    );
  }
  const own = new Set(mine.data?.items.map(({ id }) => id));
  const others = all.data.items.filter(({ id }) => !own.has(id));
  if (others.length === 0) return own.size > 0 ? null : <AllQuiet />;
  return (
    <Section
      title={own.size > 0 ? texts.othersOpen : texts.open}
      count={countOf(others, all.data.nextCursor)}
      more={
        <Link to="/incidents" className={classes.more}>
          {texts.allIncidents}
        </Link>
      }
    >
      <Cards incidents={[...others].sort(byNeed)} />
    </Section>
  );
}

const countOf = ({ length }: readonly Incident[], nextCursor: string | null | undefined): string =>
  typeof nextCursor === 'string' ? texts.moreThan(length) : String(length);

function Cards({ incidents }: { incidents: readonly Incident[] }) {
  return (
    <div className={classes.cards}>
      {incidents.map((incident) => (
        <IncidentCard key={incident.id} incident={incident} />
      ))}
    </div>
  );
}

function AllQuiet() {
  const last = $api.useQuery('get', '/api/v1/incidents', {
    params: { query: { status: 'resolved', limit: 1 } },
  });
  const [incident] = last.data?.items ?? [];
  return (
    <Section title={texts.open}>
      <div className={classes.quiet}>
        <IconCircleCheck size={32} stroke={1.5} className={classes.quietSign} aria-hidden />
        <div>
          <p className={classes.quietTitle}>{texts.allQuiet}</p>
          <p className={classes.soft}>
            {texts.noneOpen}
            {incident?.resolvedAt == null ? null : (
              <>
                {` ${texts.lastOne} `}
                <Link to="/incidents/$incidentId" params={{ incidentId: incident.id }}>
                  {`#${String(incident.number)} ${incident.title}`}
                </Link>
                {', '}
                <Time at={incident.resolvedAt} relative />
                {'.'}
              </>
            )}
          </p>
        </div>
      </div>
    </Section>
  );
}
