import {
  ActionIcon,
  Button,
  createTheme,
  defaultVariantColorsResolver,
  Drawer,
  Modal,
  Notification,
  Paper,
  type CSSVariablesResolver,
  type VariantColorsResolver,
} from '@mantine/core';
import { texts } from '../texts/states';

/** What is filled with the accent is written on in the colour that can be read there, which differs in light and dark. */
const variantColors: VariantColorsResolver = (input) => {
  const colours = defaultVariantColorsResolver(input);
  const isAccent = input.variant === 'filled' && (input.color ?? input.theme.primaryColor) === 'blue';
  return isAccent
    ? { ...colours, color: 'var(--rouse-on-accent)', hoverColor: 'var(--rouse-on-accent)' }
    : colours;
};

const SHEET_TITLE = { fontSize: 20, fontWeight: 650, lineHeight: 1.3 };

/** Mantine with Rouse's type and space: 12/14/16/20/28, a 4 px grid, targets of 44 px. Colours are in tokens.css. */
export const theme = createTheme({
  fontFamily: "'Inter Variable', Inter, system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  primaryColor: 'blue',
  autoContrast: true,
  variantColorResolver: variantColors,
  respectReducedMotion: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontSizes: { xs: '12px', sm: '14px', md: '16px', lg: '20px', xl: '28px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { sm: '6px', md: '8px', lg: '10px' },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '28px', lineHeight: '1.25' },
      h2: { fontSize: '20px', lineHeight: '1.3' },
      h3: { fontSize: '16px', lineHeight: '1.4' },
    },
  },
  components: {
    Button: Button.extend({ defaultProps: { size: 'md' } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { size: 44, variant: 'subtle', color: 'gray' } }),
    Paper: Paper.extend({ defaultProps: { withBorder: true, p: 'md', radius: 'lg' } }),
    Modal: Modal.extend({
      defaultProps: {
        transitionProps: { duration: 100 },
        centered: true,
        closeButtonProps: { 'aria-label': texts.close, size: 44 },
      },
      styles: { title: SHEET_TITLE },
    }),
    Notification: Notification.extend({
      defaultProps: { withBorder: true, closeButtonProps: { 'aria-label': texts.close, size: 44 } },
    }),
    Drawer: Drawer.extend({ styles: { title: SHEET_TITLE } }),
  },
});

/** Mantine's own variables in Rouse's colours. A fault is not red: red says that something is on fire. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--rouse-surface)',
    '--mantine-color-text': 'var(--rouse-text)',
    '--mantine-color-dimmed': 'var(--rouse-soft)',
    '--mantine-color-placeholder': 'var(--rouse-soft)',
    '--mantine-color-anchor': 'var(--rouse-accent)',
    '--mantine-color-error': 'var(--rouse-fault)',
    '--mantine-color-default': 'var(--rouse-surface)',
    '--mantine-color-default-color': 'var(--rouse-text)',
    '--mantine-color-default-border': 'var(--rouse-line)',
    '--mantine-color-blue-filled': 'var(--rouse-accent)',
    '--mantine-color-blue-filled-hover': 'color-mix(in srgb, var(--rouse-accent) 88%, var(--rouse-text))',
    '--mantine-primary-color-contrast': 'var(--rouse-on-accent)',
    '--mantine-color-blue-light': 'var(--rouse-planned-ground)',
    '--mantine-color-blue-light-hover':
      'color-mix(in srgb, var(--rouse-planned-ground) 60%, var(--rouse-surface))',
    '--mantine-color-blue-light-color': 'var(--rouse-planned)',
    '--mantine-color-gray-light-color': 'var(--rouse-text)',
    '--mantine-color-gray-text': 'var(--rouse-text)',
  };
  // What fields stand on in the dark, and what is chosen of several: Mantine's greys are of its own.
  const dark = {
    ...shared,
    '--mantine-color-dark-5': 'var(--rouse-line)',
    '--mantine-color-dark-8': 'var(--rouse-ground)',
    '--mantine-color-dark-6': 'var(--rouse-raised)',
    '--mantine-color-dark-4': 'var(--rouse-line)',
  };
  return { variables: {}, light: shared, dark };
};
