import { Stack, Tabs, Text } from '@mantine/core';
import { texts } from '../texts/integrations';
import { SnippetBlock } from './snippet-block';
import { snippetsFor, type OpenedIntegration } from './snippets';

/** What to paste where so that alerts come in by this integration, with its real address and key. */
export function IntegrationSnippets({ integration }: { integration: OpenedIntegration }) {
  const snippets = snippetsFor(integration);
  return (
    <Stack gap="sm">
      <Tabs defaultValue={snippets[0]?.id ?? ''} keepMounted={false}>
        <Tabs.List aria-label={texts.snippetChoice}>
          {snippets.map(({ id, label }) => (
            <Tabs.Tab key={id} value={id} h={44}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {snippets.map(({ id, label, hint, text }) => (
          <Tabs.Panel key={id} value={id} pt="sm">
            <Stack gap="xs">
              <Text size="sm" c="dimmed">
                {hint}
              </Text>
              <SnippetBlock text={text} label={label} />
            </Stack>
          </Tabs.Panel>
        ))}
      </Tabs>
      <Text size="sm">{texts.keyOnce}</Text>
    </Stack>
  );
}
