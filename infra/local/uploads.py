"""The portals' buckets as browsers reach them: `http://<bucket>.uploads.localhost`. Forms in, signed links out."""

from datetime import UTC, datetime
from email.header import Header
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.sax.saxutils import escape

import urllib3

from infra.deploy.target import LocalTarget
from infra.local.exchange import Headers, HttpRequest, HttpResponse
from infra.local.form import FormRejected, SentForm, enforce_policy, read_form
from infra.local.scanner import Scanned, Scanner

DOMAIN = ".uploads.localhost"
PASSED_ON = ("cache-control", "content-disposition", "content-type", "etag", "last-modified", "x-amz-version-id")


class Uploads:
    """S3 behind its policies. Pages of `origins` may send forms and read the answers."""

    def __init__(self, target: LocalTarget, pool: urllib3.HTTPConnectionPool, origins: set[str]) -> None:
        self._target = target
        self._pool = pool
        self._origins = origins
        self._scanner = Scanner(target)

    def stop(self) -> None:
        self._scanner.stop()

    def answer(self, request: HttpRequest) -> HttpResponse:
        found = self._answer(request, request.host.removesuffix(DOMAIN), datetime.now(UTC))
        return found._replace(headers=[*found.headers, *self._for_pages(request)])

    def _answer(self, request: HttpRequest, bucket: str, now: datetime) -> HttpResponse:
        try:
            match request.method:
                case "OPTIONS":
                    return HttpResponse(200, [], b"")
                case "POST":
                    form = read_form(request)
                    enforce_policy(bucket, form, now)
                    return self._take(bucket, form)
            return self._give(request)
        except FormRejected as refusal:
            return _error(refusal)

    def _take(self, bucket: str, form: SentForm) -> HttpResponse:
        fields = form.fields
        name = Header(fields["x-amz-meta-name"], "utf-8").encode() if "x-amz-meta-name" in fields else ""
        put = self._target.s3.put_object(
            Bucket=bucket,
            Key=fields["key"],
            Body=form.file,
            ContentType=fields.get("content-type", "binary/octet-stream"),
            Metadata={"name": name},
        )
        self._scanner.scan(Scanned(bucket, fields["key"], put["VersionId"], put["ETag"].strip('"')), form.file)
        back = fields.get("success_action_redirect")
        if back is None:
            return HttpResponse(int(fields.get("success_action_status", "204")), [("ETag", put["ETag"])], b"")
        query = urlencode({"bucket": bucket, "key": fields["key"], "etag": put["ETag"]})
        return HttpResponse(303, [("Location", f"{back}{'&' if '?' in back else '?'}{query}")], b"")

    def _give(self, request: HttpRequest) -> HttpResponse:
        """Pass a link on. MiniStack checks its signature and its time, but gives what has no signature at all."""
        if "X-Amz-Signature=" not in request.target:
            raise FormRejected(403, "AccessDenied", "Access Denied")
        host = {"Host": request.header("host")}
        found = self._pool.request(request.method, request.target, headers=host, retries=False)
        headers = {name.title(): value for name, value in found.headers.items() if name.lower() in PASSED_ON}
        return HttpResponse(found.status, [*{**headers, **_overrides(request.target)}.items()], found.data)

    def _for_pages(self, request: HttpRequest) -> Headers:
        origin = request.header("origin")
        if origin not in self._origins:
            return []
        return [
            ("Access-Control-Allow-Origin", origin),
            ("Access-Control-Allow-Methods", "POST"),
            ("Access-Control-Allow-Headers", request.header("access-control-request-headers")),
        ]


def _overrides(target: str) -> dict[str, str]:
    """Return the headers that a link asks for; MiniStack forgets them where a version is asked for too."""
    query = parse_qs(urlsplit(target).query)
    asked = {name: values[0] for name, values in query.items() if name.startswith("response-")}
    return {name.removeprefix("response-").title(): value for name, value in asked.items()}


def _error(refusal: FormRejected) -> HttpResponse:
    body = f"<Error><Code>{refusal.code}</Code><Message>{escape(str(refusal))}</Message></Error>"
    return HttpResponse(refusal.status, [("Content-Type", "application/xml")], body.encode())
