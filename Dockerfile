# Two images from one build: `--target portal` (the last, so the default) and `--target worker`.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish Marketplace.Portal --configuration Release --output /out/portal --nologo \
 && dotnet publish Marketplace.Jobs --configuration Release --output /out/worker --nologo

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS base
ENV Data__Folder=/data
# The folder is made here, so that a volume mounted on it belongs to the user the program runs as.
RUN mkdir /data && chown "$APP_UID" /data
USER $APP_UID
VOLUME /data
WORKDIR /app

FROM base AS worker
COPY --from=build /out/worker .
ENTRYPOINT ["dotnet", "Marketplace.Jobs.dll"]

FROM base AS portal
ENV Urls=http://+:8080
EXPOSE 8080
COPY --from=build /out/portal .
ENTRYPOINT ["dotnet", "Marketplace.Portal.dll"]
