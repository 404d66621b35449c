import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import "@/ui/tokens.css";
import "@/ui/base.css";
import "./participant.css";
import { connect } from "./api";
import { App } from "./app";

/** The look of the device: nothing is kept here, not even a choice. */
function followTheDevice() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const show = () =>
    document.documentElement.setAttribute("data-mantine-color-scheme", dark.matches ? "dark" : "light");
  dark.addEventListener("change", show);
  show();
}

async function start() {
  followTheDevice();
  const root = document.getElementById("root");
  if (!root) return;
  const config = await connect().catch(() => undefined);
  createRoot(root).render(
    <StrictMode>
      <App clinic={config?.organization} />
    </StrictMode>,
  );
}

void start();
