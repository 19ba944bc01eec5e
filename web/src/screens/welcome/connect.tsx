import { Anchor, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Schema } from '../../api/client';
import { IntegrationSnippets } from '../../service/integration-snippets';
import { texts } from '../../texts/welcome';

/** What to paste into the monitoring, while the key is known; later the page of the service leads to it. */
export function Connect({
  serviceId,
  integration,
}: {
  serviceId: string;
  integration: Schema<'CreatedIntegration'> | null;
}) {
  if (integration === null)
    return (
      <Anchor renderRoot={(props) => <Link {...props} to="/services/$serviceId" params={{ serviceId }} />}>
        {texts.serviceLater}
      </Anchor>
    );
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {texts.serviceConnect}
      </Text>
      <IntegrationSnippets integration={integration} />
    </Stack>
  );
}
