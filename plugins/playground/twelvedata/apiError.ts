/** Twelve Data's error body; its `code` is the status too, unless a fault hides it behind 200. */
export class ApiError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = "ApiError";
    this.code = code;
  }

  get body() {
    return { code: this.code, message: this.message, status: "error" };
  }
}

const CONTACT = "https://twelvedata.com/contact/customer";
const PRICING = "https://twelvedata.com/pricing";

export const unknownKey = () =>
  new ApiError(
    401,
    `**apikey** parameter is incorrect or not specified. You can get your free API key instantly following this link: ${PRICING}. If you believe that everything is correct, you can contact us at ${CONTACT}`,
  );

export const unknownSymbol = () =>
  new ApiError(
    404,
    "**symbol** or **figi** parameter is missing or invalid. Please provide a valid symbol according to API documentation: https://twelvedata.com/docs#reference-data",
  );

export const noData = () =>
  new ApiError(400, "No data is available on the specified dates. Try setting different start/end dates.");

export const internal = () =>
  new ApiError(500, "Internal server error. Please try again later or contact support.");

export function outOfCredits(span: "minute" | "day", used: number, limit: number): ApiError {
  const which = span === "minute" ? "the current minute" : "the day";
  return new ApiError(
    429,
    `You have run out of API credits for ${which}. ${used} API credits were used, with the current limit being ${limit}. Wait for the next ${span} or consider switching to a higher tier plan at ${PRICING}`,
  );
}

export function invalid(parameter: string, given: string, supported: string): ApiError {
  return new ApiError(400, `Invalid **${parameter}** provided: ${given}. ${supported}`);
}
