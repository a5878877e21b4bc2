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
# Made before the user is changed, so that the program cannot change itself.
WORKDIR /app
USER $APP_UID
VOLUME /data

FROM base AS worker
COPY --from=build /out/worker .
ENTRYPOINT ["dotnet", "Marketplace.Jobs.dll"]

FROM base AS portal
# The base image names its port in the other setting; if both were set, each start would warn of it.
ENV Urls=http://+:8080 ASPNETCORE_HTTP_PORTS=
EXPOSE 8080
COPY --from=build /out/portal .
ENTRYPOINT ["dotnet", "Marketplace.Portal.dll"]
