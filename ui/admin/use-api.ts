import { useMemo } from "preact/hooks";
import { useApp } from "../lib/app.ts";
import { createPeopleApi, type PeopleApi } from "../lib/people-api.ts";
import { createSystemApi, type SystemApi } from "../lib/system-api.ts";

export function usePeopleApi(): PeopleApi {
  const { request } = useApp().api;
  return useMemo(() => createPeopleApi(request), [request]);
}

export function useSystemApi(): SystemApi {
  const { request } = useApp().api;
  return useMemo(() => createSystemApi(request), [request]);
}
