import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Page } from '../../design/page';
import { NoSuchScreen } from '../../frame/no-screen';
import { texts } from '../../texts/me';
import { AbsencesSection } from './absences/absences-section';
import { AccountSection } from './account/account-section';
import { ContactSection } from './contact/contact-section';
import classes from './me-screen.module.css';
import { NoticesSection } from './notices/notices-section';
import { RulesSection } from './rules/rules-section';
import { ShiftsSection } from './shifts/shifts-section';
import { SwapsSection } from './swaps/swaps-section';

interface Section {
  readonly name: string;
  readonly label: string;
  readonly content: ReactNode;
  /** It lays out columns of its own; the others are lists, which read better when they are narrow. */
  readonly isWide?: true;
}

const SECTIONS: readonly Section[] = [
  { name: 'shifts', label: texts.shifts, content: <ShiftsSection /> },
  { name: 'swaps', label: texts.swaps, content: <SwapsSection /> },
  { name: 'absences', label: texts.absences, content: <AbsencesSection /> },
  { name: 'contact', label: texts.contact, content: <ContactSection /> },
  { name: 'rules', label: texts.rules, content: <RulesSection />, isWide: true },
  { name: 'notices', label: texts.notices, content: <NoticesSection /> },
  { name: 'account', label: texts.account, content: <AccountSection />, isWide: true },
];

/** What is mine: shifts, swaps, absences, how Rouse reaches me and what it tells me, my account. */
export default function MeScreen() {
  // Of two routes: the bare address has no section, and the shifts are what one comes for.
  const chosen: { section?: string } = useParams({ strict: false });
  const section = SECTIONS.find(({ name }) => name === (chosen.section ?? 'shifts'));
  if (section === undefined) return <NoSuchScreen />;
  return (
    <Page title={texts.title}>
      <div className={classes['screen']}>
        <nav aria-label={texts.sections} className={classes['sections']}>
          {SECTIONS.map((one) => (
            <SectionLink key={one.name} section={one} isShown={one === section} />
          ))}
        </nav>
        <div className={classes['content']} data-wide={section.isWide}>
          {section.content}
        </div>
      </div>
    </Page>
  );
}

function SectionLink({ section: { name, label }, isShown }: { section: Section; isShown: boolean }) {
  return (
    <Link
      to="/me/$section"
      params={{ section: name }}
      className={classes['section']}
      aria-current={isShown ? 'page' : undefined}
      // On a phone the row is wider than the screen: the one that is open must be seen.
      ref={(link) => {
        if (isShown) link?.scrollIntoView({ block: 'nearest', inline: 'center' });
      }}
    >
      {label}
    </Link>
  );
}
