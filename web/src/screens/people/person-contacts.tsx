import { Stack, Text, Title } from '@mantine/core';
import { IconMail, IconMessage, IconPhone, IconWebhook, type Icon } from '@tabler/icons-react';
import { $api, type Schema } from '../../api/client';
import { StateBadge, type State } from '../../design/state-badge';
import { Empty, Failed, Loading } from '../../design/states';
import { texts } from '../../texts/directory';
import classes from './people.module.css';

type ContactMethod = Schema<'ContactMethod'>;

const SIGNS: Readonly<Record<ContactMethod['type'], Icon>> = {
  sms: IconMessage,
  voice: IconPhone,
  email: IconMail,
  webhook: IconWebhook,
};

/** How somebody is reached; for themselves and admins. */
export function PersonContacts({ person }: { person: Schema<'User'> }) {
  const methods = $api.useQuery('get', '/api/v1/users/{id}/contact-methods', {
    params: { path: { id: person.id }, query: { limit: 200 } },
  });
  return (
    <Stack gap="xs" component="section" aria-labelledby="contacts">
      <Title order={2} size="h3" id="contacts">
        {texts.contacts}
      </Title>
      {methods.error === null ? null : <Failed error={methods.error} retry={() => methods.refetch()} />}
      {methods.isPending ? <Loading rows={2} /> : null}
      {methods.data?.items.length === 0 ? (
        <Empty title={texts.noContacts}>
          <Text size="sm">{texts.noContactsDetail(person.name)}</Text>
        </Empty>
      ) : null}
      {methods.data === undefined || methods.data.items.length === 0 ? null : (
        <ul className={classes.list}>
          {methods.data.items.map((method) => (
            <Method key={method.id} method={method} />
          ))}
        </ul>
      )}
    </Stack>
  );
}

function Method({ method }: { method: ContactMethod }) {
  const Sign = SIGNS[method.type];
  const [state, label] = stateOf(method);
  return (
    <li className={classes.line}>
      <div className={classes.lineWho} style={{ flexBasis: 'auto' }}>
        <Sign size={20} aria-hidden />
        <div className={classes.who}>
          <Text span fw={600} style={{ overflowWrap: 'anywhere' }}>
            {method.address}
          </Text>
          <Text span size="sm" c="dimmed">
            {texts.methodTypes[method.type]}
          </Text>
        </div>
      </div>
      <StateBadge state={state} label={label} />
    </li>
  );
}

function stateOf({ verified, disabledReason, unproven }: ContactMethod): [State, string] {
  if (disabledReason !== null) return ['past', texts.turnedOff(disabledReason)];
  if (!verified) return ['past', texts.notVerified];
  return unproven ? ['planned', texts.unproven] : ['resolved', texts.verified];
}
