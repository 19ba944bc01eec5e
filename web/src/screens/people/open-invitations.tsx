import { Button, Group, Modal, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { $api, type Schema } from '../../api/client';
import { refresh } from '../../api/live-changes';
import { useServerNow } from '../../api/server-clock';
import { ConsequenceButton } from '../../design/consequence-button';
import { FaultLine } from '../../design/fault-line';
import { Face } from '../../design/person';
import { Time } from '../../design/time';
import { usePeople } from '../../people/people';
import { texts } from '../../texts/directory';
import { useOpenInvitations } from './directory';
import classes from './people.module.css';
import { SentLink } from './sent-link';

/** Who was invited and has not come, with a new link or none. Nothing where nobody is awaited. */
export function OpenInvitations() {
  const invitations = useOpenInvitations();
  if (invitations.length === 0) return null;
  return (
    <Stack gap="xs" mb="lg" component="section" aria-labelledby="invited">
      <Title order={2} size="h3" id="invited">
        {texts.invited}
      </Title>
      <ul className={classes.list}>
        {invitations.map((invitation) => (
          <li key={invitation.userId}>
            <InvitationRow invitation={invitation} />
          </li>
        ))}
      </ul>
    </Stack>
  );
}

function InvitationRow({ invitation }: { invitation: Schema<'OpenInvitation'> }) {
  const queries = useQueryClient();
  const people = usePeople();
  const now = useServerNow();
  const [link, setLink] = useState<Schema<'SentInvitation'> | null>(null);
  const { id, name, email, invitedBy, expiresAt } = invitation;
  const params = { path: { id } };
  const onSuccess = () => refresh(queries, ['/api/v1/invitations']);
  const renewal = $api.useMutation('post', '/api/v1/invitations/{id}/renewal', {
    onSuccess: (renewed) => {
      setLink(renewed);
      void onSuccess();
    },
  });
  const revocation = $api.useMutation('delete', '/api/v1/invitations/{id}', { onSuccess });
  const inviter = invitedBy === null ? undefined : people.get(invitedBy);
  return (
    <div className={classes.line}>
      <div className={classes.lineWho}>
        <Face person={{ id: invitation.userId, name }} size={36} />
        <Stack gap={0} miw={0}>
          <Text fw={600} truncate>
            {name}
          </Text>
          <Text size="sm" c="dimmed">
            {email}
            {inviter === undefined ? '' : ` · ${texts.invitedBy(inviter.name)}`}
            {' · '}
            {new Date(expiresAt) < now ? (
              texts.linkDead
            ) : (
              <>
                {texts.goodUntil} <Time at={expiresAt} />
              </>
            )}
          </Text>
        </Stack>
      </div>
      <div className={classes.lineEnd}>
        <Button
          variant="default"
          loading={renewal.isPending}
          onClick={() => renewal.mutate({ params })}
          aria-label={texts.renewOf(name)}
        >
          {texts.renew}
        </Button>
        <ConsequenceButton
          label={texts.revoke}
          question={texts.revokeQuestion(name)}
          consequence={texts.revokeConsequence(name)}
          keep={texts.keep}
          isPending={revocation.isPending}
          error={revocation.error}
          onConfirm={() => revocation.mutate({ params })}
        />
      </div>
      <FaultLine error={renewal.error} />
      <Modal opened={link !== null} onClose={() => setLink(null)} title={texts.renewedTitle(name)} size="lg">
        {link === null ? null : (
          <Stack>
            <SentLink link={link} email={email} label={texts.inviteLink} />
            <Group justify="flex-end">
              <Button onClick={() => setLink(null)}>{texts.done}</Button>
            </Group>
          </Stack>
        )}
      </Modal>
    </div>
  );
}
