import { Button, Group, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schema } from '../../api/client';
import { faultOf, ProblemError } from '../../api/faults';
import { refresh } from '../../api/live-changes';
import { keepTestKey } from '../../phones/test-alert';
import { useSession } from '../../session/session';
import { texts } from '../../texts/welcome';
import { Connect } from './connect';
import type { StepProps } from './set-up-path';
import { incidentsOptions } from './set-up-progress';
import { DoneStep, StepCard, StepFault } from './step-card';

/** A first service with its way in, whose key is shown here and nowhere later. */
export function ServiceStep({ progress, goOn }: StepProps) {
  const [name, setName] = useState('');
  const { timeZone } = useSession();
  const service = useNewService();
  const isMade = progress.service ?? service.data?.service ?? null;
  if (isMade !== null)
    return (
      <DoneStep step="service" done={texts.serviceDone(isMade.name)} goOn={goOn}>
        <Connect serviceId={isMade.id} integration={service.data?.integration ?? null} />
      </DoneStep>
    );
  const fault = service.error === null ? null : faultOf(service.error);
  const isNameTaken = fault?.status === 409;
  return (
    <StepCard step="service" title={texts.serviceTitle} why={texts.serviceWhy} skip={goOn}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const { team, policy } = progress;
          if (team !== null && policy !== null)
            service.mutate({ name, teamId: team.id, policyId: policy.id, timeZone });
        }}
      >
        <Group gap="md" align="flex-end">
          <TextInput
            flex={1}
            miw={220}
            size="md"
            label={texts.serviceName}
            placeholder={texts.serviceHint}
            required
            autoFocus
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            error={isNameTaken ? fault.detail : fault?.fields.name}
          />
          <Button type="submit" loading={service.isPending}>
            {texts.serviceSave}
          </Button>
        </Group>
      </form>
      <StepFault
        text={fault === null || isNameTaken || fault.fields.name !== undefined ? null : fault.detail}
      />
    </StepCard>
  );
}

interface NewService {
  readonly name: string;
  readonly teamId: string;
  readonly policyId: string;
  readonly timeZone: string;
}

/** What the server takes where nothing is said. */
const USUAL_FLAPPING = { opens: 3, withinSeconds: 900, quietSeconds: 300 };

function useNewService() {
  const queries = useQueryClient();
  return useMutation({
    networkMode: 'always',
    mutationFn: makeService,
    onSuccess: ({ service, integration }) => {
      keepTestKey(service.id, integration.key);
      queries.setQueryData(incidentsOptions(service.id).queryKey, { items: [], nextCursor: null });
      return refresh(queries, ['/api/v1/services']);
    },
  });
}

async function makeService({ name, teamId, policyId, timeZone }: NewService): Promise<{
  service: Schema<'Service'>;
  integration: Schema<'CreatedIntegration'>;
}> {
  const service = await api.POST('/api/v1/services', {
    body: {
      name,
      teamId,
      escalationPolicyId: policyId,
      timeZone,
      urgency: 'high',
      supportHours: null,
      grouping: { by: 'none' },
      flapping: USUAL_FLAPPING,
      ackTimeoutSeconds: null,
      autoResolveSeconds: null,
    },
  });
  if (service.error !== undefined) throw new ProblemError(service.error);
  const integration = await api.POST('/api/v1/services/{id}/integrations', {
    params: { path: { id: service.data.id } },
    body: { type: 'events-v2', name: texts.integration },
  });
  if (integration.error !== undefined) throw new ProblemError(integration.error);
  return { service: service.data, integration: integration.data };
}
