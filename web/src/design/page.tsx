import { Box, Group, Stack, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';

/** A screen: its title (also the browser's), its actions beside it, its content. `wide` for timelines, else 1200 px. */
export function Page({
  title,
  actions,
  wide = false,
  children,
}: {
  title: string;
  actions?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}) {
  useTitle(title);
  return (
    <Box mx="auto" w="100%" maw={wide ? undefined : 1200}>
      <Stack gap="lg">
        <Group justify="space-between" gap="sm">
          <Title order={1} id="page-title" tabIndex={-1}>
            {title}
          </Title>
          {actions === undefined ? null : <Group gap="sm">{actions}</Group>}
        </Group>
        {children}
      </Stack>
    </Box>
  );
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Rouse`;
  }, [title]);
}
