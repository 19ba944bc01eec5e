import { Button, Chip, Group, Modal, SegmentedControl, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { $api } from '../api/client';
import { faultOf } from '../api/faults';
import { refresh } from '../api/live-changes';
import { serverNow } from '../api/server-clock';
import { ChoiceCards } from '../design/choice-cards';
import { DialogForm } from '../design/dialog-form';
import { DurationField } from '../design/duration-field';
import { useSession } from '../session/session';
import { texts } from '../texts/maintenance';
import { texts as policies } from '../texts/policies';
import { maintenanceDraft, maintenanceInputOf, WEEKDAYS, type MaintenanceDraft } from './maintenance-draft';

/** A button, and the form behind it: a time in which alerts of the service page nobody, once or every week. */
export function PlanMaintenance({ serviceId }: { serviceId: string }) {
  const { timeZone } = useSession();
  const [isOpen, { open, close }] = useDisclosure(false);
  const [draft, setDraft] = useState(() => maintenanceDraft(serverNow(), timeZone));
  const queries = useQueryClient();
  const plan = $api.useMutation('post', '/api/v1/maintenance-windows', {
    onSuccess: async () => {
      close();
      notifications.show({ message: texts.planned });
      await refresh(queries, ['/api/v1/maintenance-windows', '/api/v1/services']);
    },
  });
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPlus size={18} aria-hidden />}
        onClick={() => {
          setDraft(maintenanceDraft(serverNow(), timeZone));
          plan.reset();
          open();
        }}
      >
        {texts.plan}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={texts.plan}
        closeButtonProps={{ 'aria-label': texts.cancel }}
      >
        <DialogForm
          send={() => plan.mutate({ body: maintenanceInputOf(draft, serviceId, serverNow(), timeZone) })}
          cancel={close}
          label={texts.make}
          isSending={plan.isPending}
          error={plan.error}
          shown={SHOWN}
        >
          <Fields
            draft={draft}
            onChange={setDraft}
            fields={plan.error === null ? {} : faultOf(plan.error).fields}
          />
        </DialogForm>
      </Modal>
    </>
  );
}

const SHOWN = ['name', 'start', 'end', 'recurrence', 'durationSeconds'];

interface FieldsProps {
  draft: MaintenanceDraft;
  onChange: (draft: MaintenanceDraft) => void;
  fields: Readonly<Record<string, string>>;
}

function Fields({ draft, onChange, fields }: FieldsProps) {
  const { timeZone } = useSession();
  const atEnds = (['open', 'discard'] as const).map((value) => ({ value, ...texts.atEnds[value] }));
  return (
    <>
      <TextInput
        label={texts.name}
        placeholder={texts.namePlaceholder}
        size="md"
        required
        data-autofocus
        value={draft.name}
        onChange={({ currentTarget: { value } }) => onChange({ ...draft, name: value })}
        error={fields['name']}
      />
      <SegmentedControl
        aria-label={texts.kind}
        size="md"
        value={draft.kind}
        data={[
          { value: 'once', label: texts.once },
          { value: 'weekly', label: texts.weekly },
        ]}
        onChange={(kind) => onChange({ ...draft, kind: kind === 'weekly' ? 'weekly' : 'once' })}
      />
      {draft.kind === 'once' ? (
        <Once draft={draft} onChange={onChange} fields={fields} />
      ) : (
        <Weekly draft={draft} onChange={onChange} fields={fields} />
      )}
      <Text size="sm" c="dimmed">
        {texts.zone(timeZone)}
      </Text>
      <ChoiceCards
        label={texts.atEnd}
        choices={atEnds}
        value={draft.atEnd}
        onChange={(atEnd) => onChange({ ...draft, atEnd })}
      />
    </>
  );
}

function Once({ draft, onChange, fields }: FieldsProps) {
  return (
    <Group gap="sm" grow preventGrowOverflow={false}>
      <TextInput
        type="datetime-local"
        label={texts.start}
        size="md"
        value={draft.start}
        onChange={({ currentTarget: { value } }) => onChange({ ...draft, start: value })}
        error={fields['start']}
      />
      <TextInput
        type="datetime-local"
        label={texts.end}
        size="md"
        value={draft.end}
        onChange={({ currentTarget: { value } }) => onChange({ ...draft, end: value })}
        error={fields['end']}
      />
    </Group>
  );
}

function Weekly({ draft, onChange, fields }: FieldsProps) {
  return (
    <>
      <div role="group" aria-label={texts.days}>
        <Group gap={8}>
          {WEEKDAYS.map((day) => (
            <Chip
              key={day}
              size="md"
              variant="outline"
              checked={draft.days.includes(day)}
              onChange={(isOn) =>
                onChange({
                  ...draft,
                  days: WEEKDAYS.filter((other) => (other === day ? isOn : draft.days.includes(other))),
                })
              }
            >
              {policies.days[day]}
            </Chip>
          ))}
        </Group>
      </div>
      <Group gap="sm" align="flex-end">
        <TextInput
          type="time"
          label={texts.at}
          size="md"
          value={draft.at}
          onChange={({ currentTarget: { value } }) => onChange({ ...draft, at: value })}
          error={fields['start'] ?? fields['recurrence']}
        />
        <DurationField
          label={texts.lasts}
          units={['minutes', 'hours', 'days']}
          seconds={draft.durationSeconds}
          onChange={(durationSeconds) => onChange({ ...draft, durationSeconds })}
          error={fields['durationSeconds']}
        />
      </Group>
    </>
  );
}
