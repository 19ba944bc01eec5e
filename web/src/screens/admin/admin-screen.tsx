import { Anchor, Stack, Text } from '@mantine/core';
import {
  IconChevronLeft,
  IconDatabaseImport,
  IconHeartbeat,
  IconHistory,
  IconKey,
  IconLogin2,
  IconWebhook,
  type Icon,
} from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { Page } from '../../design/page';
import { Person } from '../../design/person';
import { Empty } from '../../design/states';
import { usePeople } from '../../people/people';
import { useMay } from '../../session/session';
import { texts } from '../../texts/admin';
import classes from './admin.module.css';
import { AuditLogSection } from './audit-log-section';
import { HealthSection } from './health-section';
import { RestoreSection } from './restore-section';
import { ServiceTokensSection } from './service-tokens-section';
import { SignOnSection } from './sign-on-section';
import { WebhooksSection } from './webhooks-section';

type SectionName = keyof typeof texts.sections;

const SECTIONS: readonly { name: SectionName; icon: Icon; Section: ComponentType }[] = [
  { name: 'health', icon: IconHeartbeat, Section: HealthSection },
  { name: 'audit-log', icon: IconHistory, Section: AuditLogSection },
  { name: 'service-tokens', icon: IconKey, Section: ServiceTokensSection },
  { name: 'webhooks', icon: IconWebhook, Section: WebhooksSection },
  { name: 'single-sign-on', icon: IconLogin2, Section: SignOnSection },
  { name: 'restore', icon: IconDatabaseImport, Section: RestoreSection },
];

/** What admins look after, a section an address; others are told whom to ask. */
export default function AdminScreen() {
  const section = useParams({
    strict: false,
    select: (params: { section?: string }) => params.section,
  });
  const may = useMay();
  if (!may('audit-log.read')) return <NotForYou />;
  if (section === undefined) return <Overview />;
  const found = SECTIONS.find(({ name }) => name === section);
  if (found === undefined)
    return (
      <Page title={texts.title}>
        <Empty title={texts.noSuchSection} action={<Back />} />
      </Page>
    );
  const { name, Section } = found;
  return (
    <Page title={texts.sections[name]}>
      <div className={classes.back}>
        <Back />
      </div>
      <div className={classes.frame}>
        <SectionLinks />
        <div className={classes.section}>
          <Section />
        </div>
      </div>
    </Page>
  );
}

function Overview() {
  return (
    <Page title={texts.title}>
      <ul className={classes.cards}>
        {SECTIONS.map(({ name, icon: Sign }) => (
          <li key={name}>
            <Link to="/admin/$section" params={{ section: name }} className={classes.card}>
              <Sign size={24} aria-hidden />
              <span>
                <Text span fw={600} display="block">
                  {texts.sections[name]}
                </Text>
                <Text span size="sm" c="dimmed">
                  {texts.sectionSays[name]}
                </Text>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}

function SectionLinks() {
  return (
    <nav className={classes.links} aria-label={texts.navigation}>
      {SECTIONS.map(({ name, icon: Sign }) => (
        <Link key={name} to="/admin/$section" params={{ section: name }} className={classes.sectionLink}>
          <Sign size={18} aria-hidden />
          {texts.sections[name]}
        </Link>
      ))}
    </nav>
  );
}

function Back() {
  return (
    <Anchor component={Link} to="/admin" className={classes.backLink}>
      <IconChevronLeft size={18} aria-hidden />
      {texts.back}
    </Anchor>
  );
}

function NotForYou() {
  const admins = [...usePeople().values()].filter(({ role }) => role === 'admin');
  return (
    <Page title={texts.title}>
      <Empty title={texts.notForYou}>
        <Text size="sm">{texts.notForYouDetail}</Text>
        <Stack gap="xs">
          {admins.slice(0, 5).map(({ id }) => (
            <Person key={id} id={id} />
          ))}
        </Stack>
      </Empty>
    </Page>
  );
}
