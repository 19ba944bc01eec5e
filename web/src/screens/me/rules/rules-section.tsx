import { Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { $api } from '../../../api/client';
import { Empty, Failed, Loading } from '../../../design/states';
import { useSession } from '../../../session/session';
import { texts } from '../../../texts/paging-rules';
import { RulesEditor } from './rules-editor';

/** When which of my methods is used, and a sketch of what that comes to. */
export function RulesSection() {
  const { id } = useSession();
  const params = { params: { path: { id } } };
  const rules = $api.useQuery('get', '/api/v1/users/{id}/paging-rules', params);
  const waking = $api.useQuery('get', '/api/v1/users/{id}/waking-hours', params);
  const methods = $api.useQuery('get', '/api/v1/users/{id}/contact-methods', {
    params: { path: { id }, query: { limit: 200 } },
  });
  if (rules.data === undefined || waking.data === undefined || methods.data === undefined) {
    const error = rules.error ?? waking.error ?? methods.error;
    return error === null ? (
      <Loading rows={3} height={120} />
    ) : (
      <Failed
        error={error}
        retry={() => Promise.all([rules.refetch(), waking.refetch(), methods.refetch()])}
      />
    );
  }
  if (methods.data.items.length === 0) return <NoMethods />;
  const saved = { ...rules.data, wakingHours: waking.data.wakingHours };
  return <RulesEditor saved={saved} methods={methods.data.items} />;
}

function NoMethods() {
  return (
    <Empty
      title={texts.noMethods}
      action={
        <Button renderRoot={(props) => <Link to="/me/$section" params={{ section: 'contact' }} {...props} />}>
          {texts.toContact}
        </Button>
      }
    >
      <Text size="sm">{texts.noMethodsDetail}</Text>
    </Empty>
  );
}
