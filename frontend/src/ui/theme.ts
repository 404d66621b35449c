import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { createElement } from "react";

const teal: MantineColorsTuple = [
  "#e1f0ed",
  "#c5e2dd",
  "#9cccc4",
  "#6db5aa",
  "#4dbdae",
  "#1f8a7e",
  "#0b665d",
  "#08524b",
  "#063f39",
  "#042b27",
];

/** One quiet arrow: what comes with a select is larger than its text. */
function Chevron() {
  return createElement(IconChevronDown, { size: 16, stroke: 1.75, color: "var(--ink-3)", "aria-hidden": true });
}

type Look = { background: string; hover: string; color: string; border: string };
const clear = "1px solid transparent";

/** The four looks of a button. Mantine's own would put white on a light teal in the dark theme. */
const looks: Record<string, Look> = {
  filled: {
    background: "var(--accent)",
    hover: "var(--accent-hover)",
    color: "var(--on-accent)",
    border: clear,
  },
  danger: { background: "var(--danger-fill)", hover: "var(--danger)", color: "var(--on-danger)", border: clear },
  default: {
    background: "var(--surface)",
    hover: "var(--hover)",
    color: "var(--ink)",
    border: "1px solid var(--line-2)",
  },
  subtle: { background: "transparent", hover: "var(--sunken)", color: "var(--accent-ink)", border: clear },
};
const dialogTitle = { fontSize: 16, lineHeight: "24px", fontWeight: 620 };
const plain = looks.default as Look;

export const theme = createTheme({
  primaryColor: "handrail",
  colors: { handrail: teal },
  primaryShade: { light: 6, dark: 4 },
  fontFamily: "var(--font)",
  headings: { fontFamily: "var(--font)" },
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  spacing: { xs: "4px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
  radius: { xs: "4px", sm: "6px", md: "6px", lg: "10px", xl: "14px" },
  defaultRadius: "sm",
  respectReducedMotion: true,
  variantColorResolver: ({ variant }) => looks[variant] ?? plain,
  components: {
    Button: {
      defaultProps: { size: "sm", variant: "default" },
      vars: () => ({ root: { "--button-height": "32px", "--button-padding-x": "12px", "--button-fz": "13px" } }),
      styles: { root: { fontWeight: 560 } },
    },
    ActionIcon: { defaultProps: { size: 32, variant: "subtle" } },
    Input: {
      defaultProps: { size: "sm" },
      // A field of several lines is as high as its lines.
      vars: (_: unknown, { multiline }: { multiline?: boolean }) => ({
        wrapper: {
          "--input-height": "32px",
          "--input-bg": "var(--surface)",
          ...(multiline ? {} : { "--input-size": "32px" }),
        },
      }),
    },
    InputWrapper: {
      defaultProps: { size: "sm" },
      vars: () => ({ description: { "--input-description-size": "12px" }, error: { "--input-error-size": "12px" } }),
    },
    NativeSelect: { defaultProps: { rightSection: createElement(Chevron), rightSectionPointerEvents: "none" } },
    Modal: {
      defaultProps: { centered: true, radius: "lg", padding: "xl", transitionProps: { duration: 100 } },
      styles: { title: dialogTitle },
    },
    Drawer: {
      defaultProps: { position: "right", size: "var(--drawer)", padding: "xl", transitionProps: { duration: 120 } },
      styles: { title: dialogTitle },
    },
    Popover: {
      defaultProps: { radius: "md", shadow: "md", transitionProps: { duration: 80 } },
      styles: { dropdown: { background: "var(--surface)", borderColor: "var(--line-2)" } },
    },
  },
});

const both = {
  "--mantine-color-text": "var(--ink)",
  "--mantine-color-dimmed": "var(--ink-3)",
  "--mantine-color-body": "var(--surface)",
  "--mantine-color-default": "var(--surface)",
  "--mantine-color-default-hover": "var(--hover)",
  "--mantine-color-default-color": "var(--ink)",
  "--mantine-color-default-border": "var(--control)",
  // Edges of fields, light and dark: a field has to be seen (3:1).
  "--mantine-color-gray-4": "var(--control)",
  "--mantine-color-dark-4": "var(--control)",
  "--mantine-color-placeholder": "var(--ink-3)",
  "--mantine-color-error": "var(--danger)",
  "--mantine-shadow-md": "var(--lifted)",
  "--mantine-shadow-xl": "var(--lifted)",
};

/** Mantine's greys and borders replaced by ours: its dimmed grey has a contrast of 3.3:1. */
export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: both, dark: both });
