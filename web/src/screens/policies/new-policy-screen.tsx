import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { $api } from '../../api/client';
import { faultOf } from '../../api/faults';
import { refresh } from '../../api/live-changes';
import { useKept } from '../../design/kept';
import { Page } from '../../design/page';
import { emptyDraft, isPolicyDraft } from '../../policy/draft';
import { PolicyEditor } from '../../policy/policy-editor';
import { texts } from '../../texts/policies';

/** Makes a policy, with what it would do beside it. */
export default function NewPolicyScreen() {
  const [empty] = useState(emptyDraft);
  const kept = useKept('policy.new', empty, isPolicyDraft);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const create = $api.useMutation('post', '/api/v1/escalation-policies', {
    onSuccess: async ({ id }) => {
      kept.drop();
      await refresh(queries, ['/api/v1/escalation-policies']);
      notifications.show({ message: texts.created });
      await navigate({ to: '/policies/$policyId', params: { policyId: id } });
    },
  });
  return (
    <Page title={texts.newTitle}>
      <PolicyEditor
        kept={kept}
        ownId={null}
        isNew
        isSaving={create.isPending}
        fault={create.error === null ? null : faultOf(create.error)}
        onSave={(body) => create.mutate({ body })}
      />
    </Page>
  );
}
