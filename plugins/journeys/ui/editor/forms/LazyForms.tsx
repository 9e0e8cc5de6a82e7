import { lazy } from "react";

/** Forms come when the first is opened. */
export const StepForm = lazy(() => import("./StepForm.tsx"));
export const JourneyForm = lazy(() => import("./JourneyForm.tsx"));
