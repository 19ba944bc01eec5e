import { Button } from '@mantine/core';
import { IconDeviceMobileOff, IconDeviceMobileQuestion } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Schema } from '../../api/client';
import { texts } from '../../texts/needs-me';
import { Ask } from './ask';

type Method = Schema<'ContactMethod'>;

/** What keeps pages from a phone: none is verified, or nobody knows whether one still reaches its owner. */
export type PhoneTrouble =
  { readonly kind: 'none' } | { readonly kind: 'unverified' | 'unproven'; readonly address: string };

/** Null: a phone is there, and works as far as anybody knows. */
export function phoneTroubleOf(methods: readonly Method[]): PhoneTrouble | null {
  const phones = methods.filter(
    ({ type, disabledReason }) => /sms|voice/.test(type) && disabledReason === null,
  );
  const verified = phones.filter((phone) => phone.verified);
  const [waiting] = phones;
  if (verified.length === 0)
    return waiting === undefined ? { kind: 'none' } : { kind: 'unverified', address: waiting.address };
  const unproven = verified.find((phone) => phone.unproven);
  return unproven !== undefined && verified.every((phone) => phone.unproven)
    ? { kind: 'unproven', address: unproven.address }
    : null;
}

/** My phone would not ring, or perhaps not. */
export function PhoneAsk({ trouble }: { trouble: PhoneTrouble }) {
  const isUnproven = trouble.kind === 'unproven';
  const title =
    trouble.kind === 'none'
      ? texts.noPhone
      : isUnproven
        ? texts.unproven(trouble.address)
        : texts.unverified(trouble.address);
  const why = { none: texts.noPhoneWhy, unverified: texts.unverifiedWhy, unproven: texts.unprovenWhy };
  const act = { none: texts.addPhone, unverified: texts.verify, unproven: texts.test };
  return (
    <Ask
      icon={isUnproven ? IconDeviceMobileQuestion : IconDeviceMobileOff}
      tone="acknowledged"
      title={title}
      actions={
        <Button variant="default" component={Link} to="/me/contact">
          {act[trouble.kind]}
        </Button>
      }
    >
      {why[trouble.kind]}
    </Ask>
  );
}
