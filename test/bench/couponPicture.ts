import type { Template } from "../../plugins/coupon-bot/template/template.ts";

/** A landscape with enough detail to cost what a photo costs. */
export const PHOTO = `<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="1500">
  <filter id="grain"><feTurbulence type="fractalNoise" baseFrequency=".02" numOctaves="5" seed="7"/></filter>
  <rect width="2000" height="1500" fill="#7fb3a6"/><rect width="2000" height="1500" filter="url(#grain)" opacity=".8"/>
  <circle cx="1400" cy="420" r="180" fill="#ffe8a3"/><path d="M0 1100 500 500 900 950 1300 600 2000 1200V1500H0Z" fill="#22333b"/></svg>`;

export const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="600">
  <rect width="600" height="600" fill="#e63946"/><path d="M300 90 510 480H90Z" fill="#fff"/></svg>`;

/** What is drawn, by both. */
export const LOOK = {
  heading: "Twenty percent off everything this summer",
  note: "Show this picture at the till, one for each guest",
  ink: "#ffffff",
  paper: "#0b132b",
  box: { logo: 12, qr: 20 },
};

export const COUPON: Template = {
  format: 1,
  sizes: ["square"],
  background: { fill: LOOK.paper, photo: { asset: "photo" } },
  layers: [
    {
      id: "scrim",
      kind: "gradient",
      x: 0,
      y: 0,
      width: 100,
      height: 100,
      fill: {
        kind: "linear",
        stops: [
          { at: 0, colour: `${LOOK.paper}33` },
          { at: 100, colour: LOOK.paper },
        ],
      },
    },
    { id: "logo", kind: "logo", asset: "logo", shape: "circle", x: 6, y: 6, width: 12, height: 12 },
    {
      id: "heading",
      kind: "text",
      text: LOOK.heading,
      typeface: { family: "inter" },
      weight: 700,
      colour: LOOK.ink,
      size: { smallest: 8, largest: 84 },
      x: 6,
      y: 40,
      width: 88,
      height: 26,
      vertical: "bottom",
    },
    {
      id: "code",
      kind: "text",
      text: "{code}",
      typeface: { family: "inter" },
      weight: 700,
      colour: "#ffd166",
      size: { smallest: 8, largest: 64 },
      maxLines: 1,
      x: 6,
      y: 70,
      width: 60,
      height: 10,
    },
    {
      id: "note",
      kind: "text",
      text: LOOK.note,
      typeface: { family: "inter" },
      colour: LOOK.ink,
      size: { smallest: 8, largest: 32 },
      x: 6,
      y: 82,
      width: 60,
      height: 12,
    },
    {
      id: "qr",
      kind: "qr",
      text: "{link}",
      colour: "#000000",
      background: "#ffffff",
      margin: 2,
      x: 74,
      y: 74,
      width: 20,
      height: 20,
    },
  ],
};
