import { Button, Group, Paper } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { $api, type Schema } from '../../api/client';
import { faultOf } from '../../api/faults';
import { refresh } from '../../api/live-changes';
import { Names } from '../../incident/names';
import { useSession } from '../../session/session';
import { texts } from '../../texts/incident-screen';
import classes from './incident.module.css';

/** Somebody asks me for help with this: the answer is one tap. Nothing where nobody does. */
export function AskedForHelp({ incident: { id, responders } }: { incident: Schema<'Incident'> }) {
  const { id: me } = useSession();
  const isAsked = responders.some(({ userId, status }) => userId === me && status === 'pending');
  const requests = $api.useQuery(
    'get',
    '/api/v1/incidents/{id}/responder-requests',
    { params: { path: { id } } },
    { enabled: isAsked },
  );
  const request = requests.data?.items.find(({ userId, status }) => userId === me && status === 'pending');
  return isAsked && request !== undefined ? <Asked request={request} /> : null;
}

function Asked({ request: { id, requestedBy, message } }: { request: Schema<'ResponderRequest'> }) {
  const queries = useQueryClient();
  const onSettled = () => refresh(queries, ['/api/v1/incidents', '/api/v1/responder-requests']);
  const accept = $api.useMutation('post', '/api/v1/responder-requests/{id}/accept', { onSettled });
  const decline = $api.useMutation('post', '/api/v1/responder-requests/{id}/decline', { onSettled });
  const error = accept.error ?? decline.error;
  const params = { params: { path: { id } } };
  return (
    <Paper component="section" aria-labelledby="asked" className={classes.next}>
      <h2 id="asked">{texts.askedFor}</h2>
      <p>
        <Names ids={[requestedBy]} asSubject /> {texts.asks}
        {message === null ? '' : ` “${message}”`}
      </p>
      {error === null ? null : <p role="alert">{faultOf(error).detail}</p>}
      <Group gap="sm">
        <Button
          loading={accept.isPending}
          onClick={() => {
            accept.mutate(params);
          }}
        >
          {texts.accept}
        </Button>
        <Button
          variant="default"
          loading={decline.isPending}
          onClick={() => {
            decline.mutate(params);
          }}
        >
          {texts.decline}
        </Button>
      </Group>
    </Paper>
  );
}
