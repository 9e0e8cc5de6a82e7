import type { MantineColorsTuple } from "@mantine/core";

/** Light to dark. Grey carries a hint of blue; gold is the one accent; teal buys, coral sells. */
export const gray: MantineColorsTuple = [
  "#f7f8fa",
  "#eff1f5",
  "#e3e6ec",
  "#d2d7e0",
  "#b3bbc8",
  "#8c96a6",
  "#5d6877",
  "#4d5766",
  "#333b48",
  "#171c24",
];

/** Mantine reads these for the dark scheme: text first, the page's ground at 7. */
export const dark: MantineColorsTuple = [
  "#e7eaf0",
  "#c5ccd7",
  "#9aa5b5",
  "#6c7788",
  "#39434f",
  "#2a323d",
  "#1c222b",
  "#11151b",
  "#0c0f14",
  "#080a0e",
];

export const gold: MantineColorsTuple = [
  "#fbf5e4",
  "#f5e7bf",
  "#ebd18a",
  "#e2bd5c",
  "#d8ab3a",
  "#c8951a",
  "#ab7b12",
  "#815d0d",
  "#664a0d",
  "#47340b",
];

export const teal: MantineColorsTuple = [
  "#e6f7f4",
  "#c7ece6",
  "#94dcd0",
  "#5cc9b9",
  "#2fb3a1",
  "#149786",
  "#0e8376",
  "#0a6b60",
  "#08564e",
  "#063e38",
];

export const coral: MantineColorsTuple = [
  "#fdeeeb",
  "#fbd8d1",
  "#f7b5a9",
  "#f58f7e",
  "#ef705c",
  "#dd5440",
  "#c63f2c",
  "#a83221",
  "#86281b",
  "#601c13",
];

export const amber: MantineColorsTuple = [
  "#fff4e3",
  "#fde4bd",
  "#f9cb85",
  "#f3b055",
  "#e8962c",
  "#cf7b10",
  "#ad640a",
  "#8a4f08",
  "#6d3f08",
  "#4d2d07",
];

export const blue: MantineColorsTuple = [
  "#ebf1fe",
  "#d3e0fc",
  "#a9c3f8",
  "#82a9f5",
  "#5f8ff0",
  "#3f74e2",
  "#2f60c8",
  "#2550a8",
  "#1e4187",
  "#162f61",
];
