import { Button, Paper, Stack, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { $api, type Schema } from '../../../api/client';
import { Copyable, Empty, Pending } from '../../../design/states';
import { useMay, useSession } from '../../../session/session';
import { texts } from '../../../texts/contact-methods';
import { AddMethodForm } from './add-method-form';
import { isUsable } from './contact-method-words';
import { MethodCard } from './method-card';

/** How Rouse reaches me: phones, mail, webhooks; each verified, tested, removed here. */
export function ContactSection() {
  const { id } = useSession();
  const may = useMay();
  const [isAdding, setAdding] = useState(false);
  const [made, setMade] = useState<Schema<'CreatedContactMethod'> | null>(null);
  const methods = $api.useQuery('get', '/api/v1/users/{id}/contact-methods', {
    params: { path: { id }, query: { limit: 200 } },
  });
  if (methods.data === undefined) return <Pending query={methods} rows={3} height={132} />;
  const all = methods.data.items;
  const added = (method: Schema<'CreatedContactMethod'>) => {
    setMade(method);
    setAdding(false);
  };
  const mayChange = may('contact.change', { ownerId: id });
  return (
    <Stack gap="md">
      {all.length === 0 ? (
        <Empty title={texts.none}>
          <Text size="sm">{texts.noneDetail}</Text>
        </Empty>
      ) : (
        <Text c="dimmed" size="sm">
          {all.some(isUsable) ? texts.intro : texts.onlyUnverified}
        </Text>
      )}
      {all.map((method) => (
        <MethodCard
          key={method.id}
          method={method}
          all={all}
          isNew={method.id === made?.id}
          onAdded={added}
          mayChange={mayChange}
        />
      ))}
      {made?.secret === undefined ? null : <Secret secret={made.secret} />}
      {!mayChange ? null : isAdding || all.length === 0 ? (
        <AddMethodForm onAdded={added} onCancel={all.length === 0 ? null : () => setAdding(false)} />
      ) : (
        <div>
          <Button
            variant="default"
            leftSection={<IconPlus size={18} aria-hidden />}
            onClick={() => setAdding(true)}
          >
            {texts.add}
          </Button>
        </div>
      )}
    </Stack>
  );
}

function Secret({ secret }: { secret: string }) {
  return (
    <Paper>
      <Stack gap="xs">
        <Title order={2} size="h3">
          {texts.secret}
        </Title>
        <Text size="sm">{texts.secretOnce}</Text>
        <Copyable text={secret} label={texts.secret} />
      </Stack>
    </Paper>
  );
}
