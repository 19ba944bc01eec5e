import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconLifebuoy } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { $api, type Schema } from '../../api/client';
import { faultOf } from '../../api/faults';
import { refresh } from '../../api/live-changes';
import { usePerson } from '../../design/person';
import { Time } from '../../design/time';
import { texts } from '../../texts/needs-me';
import { Ask } from './ask';

const OLD = ['/api/v1/me/responder-requests', '/api/v1/incidents'];

/** Somebody who has an incident asks me to help. */
export function HelpAsk({ request }: { request: Schema<'AskedResponderRequest'> }) {
  const { name } = usePerson(request.requestedBy);
  const queries = useQueryClient();
  const after = (message: string) => ({
    onSuccess: () => notifications.show({ message }),
    onError: (error: unknown) => {
      const { title, detail } = faultOf(error);
      notifications.show({ title, message: detail });
    },
    onSettled: () => refresh(queries, OLD),
  });
  const accept = $api.useMutation('post', '/api/v1/responder-requests/{id}/accept', after(texts.coming));
  const decline = $api.useMutation('post', '/api/v1/responder-requests/{id}/decline', after(texts.notComing));
  const params = { params: { path: { id: request.id } } };
  return (
    <Ask
      icon={IconLifebuoy}
      tone="acknowledged"
      title={texts.asksHelp(name)}
      actions={
        <>
          <Button loading={accept.isPending} onClick={() => accept.mutate(params)}>
            {texts.come}
          </Button>
          <Button variant="default" loading={decline.isPending} onClick={() => decline.mutate(params)}>
            {texts.cannot}
          </Button>
        </>
      }
    >
      <p>
        <Link to="/incidents/$incidentId" params={{ incidentId: request.incidentId }}>
          {`#${String(request.incidentNumber)} ${request.incidentTitle}`}
        </Link>
        {' · '}
        <Time at={request.createdAt} relative />
      </p>
      {request.message === null ? null : <p>“{request.message}”</p>}
    </Ask>
  );
}
