import { Button, Paper, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { texts as integrations } from '../texts/integrations';
import { texts as services } from '../texts/services';
import { IntegrationSnippets } from './integration-snippets';
import type { MadeService } from './make-service';
import { TestAlert } from './test-alert';

const texts = services.guided;

/** A service that was just made: what to paste where, and a page that one sees arrive. */
export function ReadyService({ made: { service, integration } }: { made: MadeService }) {
  return (
    <Stack gap="lg" maw={800}>
      <Text>{texts.madeWhy}</Text>
      <Paper component="section" aria-labelledby="connect">
        <Stack gap="sm">
          <Title order={2} size="h3" id="connect">
            {texts.connect}
          </Title>
          <IntegrationSnippets integration={integration} />
        </Stack>
      </Paper>
      <Paper component="section" aria-labelledby="test">
        <Stack gap="sm">
          <Title order={2} size="h3" id="test">
            {integrations.test.title}
          </Title>
          <TestAlert integration={integration} serviceId={service.id} />
        </Stack>
      </Paper>
      <div>
        <Button
          variant="default"
          renderRoot={(props) => (
            <Link {...props} to="/services/$serviceId" params={{ serviceId: service.id }} />
          )}
        >
          {texts.toService}
        </Button>
      </div>
    </Stack>
  );
}
