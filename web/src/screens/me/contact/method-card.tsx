import { Button, Group, Paper, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import {
  IconDeviceMobileMessage,
  IconMail,
  IconPhoneCall,
  IconWebhook,
  type Icon,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { Schema } from '../../../api/client';
import { FaultLine } from '../../../design/fault-line';
import { StateBadge } from '../../../design/state-badge';
import { Time } from '../../../design/time';
import { useSession } from '../../../session/session';
import { texts } from '../../../texts/contact-methods';
import { useAddMethod } from './add-method-form';
import classes from './contact.module.css';
import { isUsable, nameOfMethod } from './contact-method-words';
import { RemoveMethod } from './remove-method';
import { TestPanel } from './test-panel';
import { VerifyPanel } from './verify-panel';

type Method = Schema<'ContactMethod'>;

const ICONS: Readonly<Record<Method['type'], Icon>> = {
  sms: IconDeviceMobileMessage,
  voice: IconPhoneCall,
  email: IconMail,
  webhook: IconWebhook,
};

interface MethodCardProps {
  method: Method;
  all: readonly Method[];
  /** It was added just now: its code goes out at once. */
  isNew: boolean;
  onAdded: (method: Schema<'CreatedContactMethod'>) => void;
  mayChange: boolean;
}

/** One way in which Rouse reaches me: whether it works, when it last did, and what I can do with it. */
export function MethodCard({ method, all, isNew, onAdded, mayChange }: MethodCardProps) {
  const [opened, setOpened] = useState<'verify' | 'test' | null>(null);
  const shown = opened ?? (isNew && !method.verified ? 'verify' : null);
  const Sign = ICONS[method.type];
  const name = nameOfMethod(method);
  return (
    <Paper component="article" aria-label={name}>
      <Stack gap="sm">
        <Group gap="sm" wrap="nowrap" align="flex-start">
          <ThemeIcon variant="light" size={44} radius="md">
            <Sign size={22} aria-hidden />
          </ThemeIcon>
          <div className={classes['name']}>
            <Title order={2} size="h3" className={classes['address'] ?? ''}>
              {method.address}
            </Title>
            <Text size="sm" c="dimmed">
              {texts.types[method.type]}
            </Text>
          </div>
          <Standing method={method} />
        </Group>
        <Proof method={method} />
        {!mayChange ? null : (
          <Group gap="sm">
            {isUsable(method) && shown !== 'test' ? (
              <Button variant="default" onClick={() => setOpened('test')} aria-label={texts.testLabel(name)}>
                {texts.test}
              </Button>
            ) : null}
            {!method.verified && method.disabledReason === null && shown !== 'verify' ? (
              <Button onClick={() => setOpened('verify')} aria-label={texts.verifyLabel(name)}>
                {texts.verify}
              </Button>
            ) : null}
            <Twin method={method} all={all} onAdded={onAdded} />
            <RemoveMethod method={method} all={all} />
          </Group>
        )}
        {shown === 'verify' && !method.verified ? <VerifyPanel method={method} /> : null}
        {shown === 'test' && isUsable(method) ? (
          <TestPanel method={method} close={() => setOpened(null)} />
        ) : null}
      </Stack>
    </Paper>
  );
}

function Standing({ method: { verified, disabledReason } }: { method: Method }) {
  if (disabledReason !== null) return <StateBadge state="past" label={texts.off} />;
  return verified ? (
    <StateBadge state="resolved" label={texts.verified} />
  ) : (
    <StateBadge state="acknowledged" label={texts.unverified} />
  );
}

function Proof({ method }: { method: Method }) {
  const { type, verified, disabledReason, provenAt, provenBy, unproven } = method;
  if (disabledReason !== null)
    return (
      <Text size="sm">
        {texts.offWhy(disabledReason)} {type === 'sms' || type === 'voice' ? texts.offPhone : texts.offOther}
      </Text>
    );
  if (!verified) return null;
  return (
    <Text size="sm" c={unproven ? 'var(--rouse-acknowledged)' : 'dimmed'}>
      {provenAt === null || provenBy === null ? (
        texts.never
      ) : (
        <>
          {texts.lastSeen} <Time at={provenAt} relative />, {texts.proofs[provenBy]}.{' '}
          {unproven ? texts.unproven : null}
        </>
      )}
    </Text>
  );
}

const TWINS: Readonly<Partial<Record<Method['type'], { type: 'sms' | 'voice'; label: string }>>> = {
  sms: { type: 'voice', label: texts.alsoVoice },
  voice: { type: 'sms', label: texts.alsoSms },
};

/** Of a number that is verified for one: the button that adds it for the other too. */
function Twin({ method, all, onAdded }: Pick<MethodCardProps, 'method' | 'all' | 'onAdded'>) {
  const { id } = useSession();
  const add = useAddMethod(onAdded);
  const twin = TWINS[method.type];
  if (twin === undefined || !isUsable(method)) return null;
  if (all.some(({ type, address }) => type === twin.type && address === method.address)) return null;
  const { address } = method;
  return (
    <>
      <Button
        variant="subtle"
        loading={add.isPending}
        onClick={() =>
          add.mutate({ params: { path: { id } }, body: { type: twin.type, address, preVerified: false } })
        }
      >
        {twin.label}
      </Button>
      <FaultLine error={add.error} />
    </>
  );
}
