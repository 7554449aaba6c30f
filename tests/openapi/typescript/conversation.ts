// A conversation with a server of mock_od, by a client whose types openapi-typescript has made.
import createClient from "openapi-fetch";
import type { components, paths } from "./od.js";

type TreatPlan = components["schemas"]["TreatPlan"];

const client = createClient<paths>({
  baseUrl: process.env["OD"],
  headers: { Authorization: "ODFHIR developer/typescript" },
});

const made = await client.POST("/api/v1/treatplans", { body: { PatNum: 15, Heading: "Fillings" } });
if (!made.data) throw new Error(`refused: ${made.error}`);
const plan: TreatPlan = made.data;
const status: "Saved" | "Active" | "Inactive" = plan.TPStatus;

const listed = await client.GET("/api/v1/treatplans", { params: { query: { PatNum: 15 } } });
const headings = (listed.data ?? []).filter((one) => one.TreatPlanNum === plan.TreatPlanNum).map((one) => one.Heading);

const refused = await client.GET("/api/v1/treatplans", { params: { query: { PatNum: 4711 } } });
const sentence: string | undefined = refused.error;

const clock = await client.PUT("/__admin/offices/{key}/clock", {
  params: { path: { key: "typescript" } },
  body: { now: "2025-06-02 09:00:00", frozen: true },
});

console.log(
  JSON.stringify({
    made: [made.response.status, plan.PatNum, plan.Heading, status],
    headings,
    refused: [refused.response.status, sentence],
    clock: [clock.data?.now, clock.data?.frozen],
  }),
);
