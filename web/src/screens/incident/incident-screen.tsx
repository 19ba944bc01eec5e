import { Loader } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { $api, type Schema } from '../../api/client';
import { Page } from '../../design/page';
import { usePathPart } from '../../frame/path-part';
import { Failed, Pending } from '../../design/states';
import { useIncidentDeeds } from '../../incident/use-incident-deeds';
import { texts } from '../../texts/incident-screen';
import { AlertsSection } from './alerts-section';
import { AskedForHelp } from './asked-for-help';
import { IncidentActions } from './incident-actions';
import classes from './incident.module.css';
import { IncidentFacts } from './incident-facts';
import { NoteForm } from './note-form';
import { RelatedIncidents } from './related-incidents';
import { StorySection } from './story-section';
import { useStory } from './use-story';
import { WhatNext } from './what-next';

/** One incident: what broke, why me, what happens next, what I can do, and its story. */
export default function IncidentScreen() {
  const incidentId = usePathPart('incidentId');
  const incident = $api.useQuery('get', '/api/v1/incidents/{id}', { params: { path: { id: incidentId } } });
  if (incident.data !== undefined) return <OneIncident key={incidentId} incident={incident.data} />;
  return (
    <Page title={texts.title}>
      <Pending query={incident} rows={4} height={96} />
    </Page>
  );
}

function OneIncident({ incident }: { incident: Schema<'Incident'> }) {
  const deeds = useIncidentDeeds(incident);
  const { shown } = deeds;
  const story = useStory(shown.id);
  return (
    <div className={classes.screen}>
      <Link to="/incidents" className={classes.back}>
        ← {texts.all}
      </Link>
      <Page title={shown.title}>
        <IncidentFacts incident={shown} />
        <IncidentActions deeds={deeds} />
        <div className={classes.columns}>
          <div className={classes.top}>
            <AskedForHelp incident={shown} />
            <WhatNext incident={shown} story={story.sentences} />
          </div>
          <div className={classes.aside}>
            <AlertsSection incident={shown} />
            <RelatedIncidents incident={shown} />
          </div>
          <div className={classes.main}>
            <NoteForm act={deeds.act} incidentId={shown.id} />
            {story.isKnown ? (
              <StorySection sentences={story.sentences} />
            ) : story.error === null ? (
              <Loader aria-label={texts.loadingStory} />
            ) : (
              <Failed error={story.error} retry={story.askAgain} />
            )}
          </div>
        </div>
      </Page>
    </div>
  );
}
