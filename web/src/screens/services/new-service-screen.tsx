import { Button, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type ReactNode } from 'react';
import { faultOf } from '../../api/faults';
import { refresh } from '../../api/live-changes';
import { ChoiceCards } from '../../design/choice-cards';
import { useKept, type Kept } from '../../design/kept';
import { Page } from '../../design/page';
import { useResting } from '../../design/resting';
import { OwnerSelect } from '../../people/owner-select';
import classes from '../../policy/policy.module.css';
import { SimulationPanel } from '../../policy/simulation-panel';
import { guidedDraft, isGuidedDraft, policyInputOf, type GuidedDraft } from '../../service/guided-draft';
import { makeService, type MadeService, type MadeSoFar } from '../../service/make-service';
import { ReadyService } from '../../service/ready-service';
import { WhoIsPaged, usePolicyOf } from '../../service/who-is-paged';
import { useSession } from '../../session/session';
import { texts as integrations } from '../../texts/integrations';
import { texts as policies } from '../../texts/policies';
import { texts as services } from '../../texts/services';

const texts = services.guided;

/** Makes a service with all that it needs to page somebody, and then shows that it does. */
export default function NewServiceScreen() {
  const [made, setMade] = useState<MadeService | null>(null);
  return (
    <Page title={made === null ? texts.title : texts.madeTitle(made.service.name)}>
      {made === null ? <Guide onMade={setMade} /> : <ReadyService made={made} />}
    </Page>
  );
}

function Guide({ onMade }: { onMade: (made: MadeService) => void }) {
  const { teams } = useSession();
  const managed = teams.find(({ role }) => role === 'manager')?.id ?? null;
  const kept = useKept('service.new', guidedDraft(managed), isGuidedDraft);
  const soFar = useRef<MadeSoFar>({ policyId: null, service: null });
  const queries = useQueryClient();
  const making = useMutation({
    mutationFn: () => makeService(kept.draft, soFar.current),
    onSuccess: async (made) => {
      kept.drop();
      await refresh(queries, ['/api/v1/services', '/api/v1/escalation-policies']);
      onMade(made);
    },
  });
  const resting = useResting(making.isPending);
  const fault = making.error === null ? null : faultOf(making.error);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        making.mutate();
      }}
    >
      <div className={classes.editor}>
        <Stack gap="lg" miw={0}>
          <Stack gap="lg" {...resting}>
            <What kept={kept} fields={fault?.fields ?? {}} />
            <Part place={2} title={texts.who}>
              <WhoIsPaged kept={kept} error={fault?.fields['escalationPolicyId']} />
            </Part>
            <How kept={kept} />
          </Stack>
          {fault === null ? null : (
            <Text role="alert" c="var(--rouse-fault)">
              {fault.detail} {texts.partly}
            </Text>
          )}
          <Group gap="sm">
            <Button type="submit" size="lg" loading={making.isPending} disabled={!isWhole(kept.draft)}>
              {fault === null ? texts.make : texts.continue}
            </Button>
            {kept.isChanged ? (
              <Button size="lg" variant="default" onClick={kept.drop} disabled={making.isPending}>
                {services.discard}
              </Button>
            ) : null}
          </Group>
        </Stack>
        <div className={classes.beside}>
          <Simulation draft={kept.draft} />
        </div>
      </div>
    </form>
  );
}

const isWhole = (draft: GuidedDraft): boolean =>
  draft.name.trim() !== '' && (draft.paging === 'made' ? draft.first !== null : draft.policyId !== null);

function Simulation({ draft }: { draft: GuidedDraft }) {
  const existing = usePolicyOf(draft);
  const made = draft.paging === 'made' ? policyInputOf(draft) : null;
  const policy = draft.paging === 'made' ? made : existing;
  return (
    <SimulationPanel
      asked={policy === null ? null : { policy }}
      hint={policy === null ? policies.chooseFirst : null}
    />
  );
}

interface PartProps {
  kept: Kept<GuidedDraft>;
}

function What({ kept: { draft, change }, fields }: PartProps & { fields: Readonly<Record<string, string>> }) {
  return (
    <Part place={1} title={texts.what}>
      <TextInput
        label={texts.name}
        placeholder={texts.namePlaceholder}
        size="md"
        required
        value={draft.name}
        onChange={({ currentTarget: { value } }) => change({ ...draft, name: value })}
        error={fields['name']}
      />
      <OwnerSelect
        label={texts.team}
        description={texts.teamHint}
        noTeam={services.noTeam}
        permission="service.change"
        value={draft.teamId}
        onChange={(teamId) => change({ ...draft, teamId })}
        error={fields['teamId']}
      />
    </Part>
  );
}

function How({ kept: { draft, change } }: PartProps) {
  const types = (['alertmanager', 'events-v2', 'generic'] as const).map((value) => ({
    value,
    name: integrations.types[value].name,
    says: integrations.types[value].says,
  }));
  const urgencies = (['severity', 'high', 'low'] as const).map((value) => ({
    value,
    ...services.urgencies[value],
  }));
  return (
    <>
      <Part place={3} title={texts.how}>
        <ChoiceCards
          label={texts.how}
          isLabelShown={false}
          choices={types}
          value={draft.type}
          onChange={(type) => change({ ...draft, type })}
        />
      </Part>
      <Part place={4} title={texts.urgent}>
        <ChoiceCards
          label={texts.urgent}
          isLabelShown={false}
          choices={urgencies}
          value={draft.urgency}
          onChange={(urgency) => change({ ...draft, urgency })}
        />
      </Part>
    </>
  );
}

function Part({ place, title, children }: { place: number; title: string; children: ReactNode }) {
  return (
    <Paper component="section" aria-label={title}>
      <Stack gap="md">
        <Group gap="sm" wrap="nowrap">
          <span className={classes.place} aria-hidden>
            {place}
          </span>
          <Title order={2} size="h3">
            {title}
          </Title>
        </Group>
        {children}
      </Stack>
    </Paper>
  );
}
