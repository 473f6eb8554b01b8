"""The manifests for Kubernetes, checked as far as they can be without a cluster."""

import re
import runpy

import kubernetes_validate
import pytest
import yaml
from django.core.management import get_commands
from django.urls import Resolver404, resolve

from opcc.office.uploads import WRAPPING
from plans.evidence.keeping import MOST_BYTES
from tests.deploying.reading import ROOT, compose

FOLDER = ROOT / "deploy" / "kubernetes"
VERSIONS = ("1.30", "1.34")
"""The oldest that the manifests are held to, and a newer one."""

BACKUPS = {"name": "backups", "mountPath": "/site/backups"}
KUSTOMIZATION = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())
BY_HAND = ["secret.example.yaml", "restore.yaml"]
FILES = [*KUSTOMIZATION["resources"], *BY_HAND]


def documents(*files):
    return [each for file in files for each in yaml.safe_load_all((FOLDER / file).read_text())]


EVERYTHING = documents(*FILES)


def named(kind, name):
    return next(d for d in EVERYTHING if (d["kind"], d["metadata"]["name"]) == (kind, name))


def pods():
    """{name: the spec of its pods} of everything that runs."""
    found = {}
    for document in EVERYTHING:
        spec = document.get("spec", {})
        spec = spec.get("jobTemplate", {}).get("spec", spec)
        if "template" in spec:
            found[document["metadata"]["name"]] = spec["template"]["spec"]
    return found


PODS = pods()
OURS = {name: pod for name, pod in PODS.items() if name != "valkey"}


def title(document):
    return f"{document['kind']} {document['metadata']['name']}"


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("document", EVERYTHING, ids=title)
def test_every_document_is_what_kubernetes_takes(document, version):
    kubernetes_validate.validate(document, version, strict=True)


def test_a_word_that_kubernetes_does_not_know_would_be_caught():
    wrong = {**named("Deployment", "web"), "replica": 2}

    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, VERSIONS[-1], strict=True)


def test_every_file_is_applied_but_the_example_of_a_secret_and_what_restores():
    there = {path.name for path in FOLDER.glob("*.yaml")}

    assert there - {"kustomization.yaml"} == set(FILES)
    assert not set(BY_HAND) & set(KUSTOMIZATION["resources"])


@pytest.mark.parametrize("document", EVERYTHING, ids=title)
def test_everything_is_in_one_namespace(document):
    assert document["metadata"].get("namespace") == (
        None if document["kind"] == "Namespace" else KUSTOMIZATION["namespace"]
    )


def test_everything_of_the_site_runs_one_image_that_is_named_in_one_place():
    images = {container["image"] for pod in OURS.values() for container in pod["containers"]}

    assert images == {KUSTOMIZATION["images"][0]["name"]} == {"delivery-plan-tracker"}
    assert images == {compose()["services"]["site"]["image"]}


def test_valkey_is_the_one_that_compose_runs():
    assert PODS["valkey"]["containers"][0]["image"] == compose()["services"]["valkey"]["image"]


@pytest.mark.parametrize("name", PODS)
def test_no_pod_is_root_or_can_become_it(name):
    pod = PODS[name]

    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] > 10_000
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    for container in pod["containers"]:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert container["resources"]["requests"].keys() == {"cpu", "memory"}
        assert "memory" in container["resources"]["limits"]


@pytest.mark.parametrize("name", OURS)
def test_the_site_runs_as_the_user_of_its_image(name):
    user = re.search(r"^USER (\d+):", (ROOT / "Dockerfile").read_text(), re.M)[1]

    assert OURS[name]["securityContext"]["runAsUser"] == int(user)


@pytest.mark.parametrize("name", OURS)
def test_the_site_can_write_where_it_has_to(name):
    pod = OURS[name]
    mounted = {m["mountPath"] for m in pod["containers"][0]["volumeMounts"]}

    assert "/tmp" in mounted
    assert {m["name"] for m in pod["containers"][0]["volumeMounts"]} == {
        volume["name"] for volume in pod["volumes"]
    }


def test_a_new_pod_is_ready_before_an_old_one_goes():
    web = named("Deployment", "web")["spec"]

    assert web["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
    assert named("HorizontalPodAutoscaler", "web")["spec"]["minReplicas"] == 2
    assert "replicas" not in web  # The autoscaler's business: each release would set it back.
    assert named("PodDisruptionBudget", "web")["spec"]["minAvailable"] == 1


def test_a_pod_that_goes_finishes_what_it_has_begun():
    pod, server = PODS["web"], runpy.run_path(str(ROOT / "gunicorn.conf.py"))

    pause = int(pod["containers"][0]["lifecycle"]["preStop"]["exec"]["command"][1])
    assert pod["terminationGracePeriodSeconds"] > pause + server["graceful_timeout"]


def probes():
    container = PODS["web"]["containers"][0]
    kinds = ("startupProbe", "livenessProbe", "readinessProbe")
    return {kind: container[kind]["httpGet"] for kind in kinds}


def test_probes_ask_whether_it_lives_and_whether_it_is_ready():
    assert {kind: get["path"] for kind, get in probes().items()} == {
        "startupProbe": "/health/live",
        "livenessProbe": "/health/live",
        "readinessProbe": "/health/ready",
    }
    for get in probes().values():
        assert get["httpHeaders"] == [{"name": "X-Forwarded-Proto", "value": "https"}]


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_what_probes_ask_for_exists(path):
    try:
        resolve(path)
    except Resolver404:
        pytest.fail(f"There is no {path}")


def commands():
    return {name: pod["containers"][0].get("command") for name, pod in OURS.items()}


def test_what_runs_by_itself_is_what_compose_runs():
    of_compose = {name: service.get("command") for name, service in compose()["services"].items()}

    for name in ("migrate", "due", "backup"):
        begins = of_compose[name].index("python")
        assert commands()[name] == of_compose[name][begins : begins + len(commands()[name])]


def test_every_command_exists():
    named_here = {
        command[2] for command in commands().values() if command and "manage.py" in command
    }

    assert named_here <= set(get_commands())


def test_a_backup_is_made_every_night_and_restored_every_month_to_see_that_it_can_be():
    backup, drill = named("CronJob", "backup")["spec"], named("CronJob", "drill")["spec"]

    assert commands()["drill"] == ["python", "manage.py", "restore_drill"]
    assert (backup["schedule"], drill["schedule"]) == ("30 1 * * *", "30 3 1 * *")
    for name in ("backup", "drill", "restore"):
        container = OURS[name]["containers"][0]
        assert BACKUPS in container["volumeMounts"]
        assert container["env"] == [{"name": "BACKUP_ROOT", "value": BACKUPS["mountPath"]}]


def gibibytes(claim):
    asked = named("PersistentVolumeClaim", claim)["spec"]["resources"]["requests"]["storage"]
    return int(re.fullmatch(r"(\d+)Gi", asked)[1])


def test_there_is_room_for_every_database_that_is_kept_and_for_evidence_twice():
    """Backups share evidence, and a restore puts that of before there. 3 GiB is a large dump."""
    settings = (ROOT / ".env.example").read_text()
    kept = int(re.search(r"^# BACKUP_KEEP=(\d+)$", settings, re.M)[1])

    # One that a drill restored and one that is being made stand besides.
    assert gibibytes("backups") > (kept + 2) * 3 + 2 * gibibytes("evidence")


def test_the_page_for_administrators_says_a_release_as_kustomization_does():
    page = (ROOT / "docs" / "operations.md").read_text()
    head = (FOLDER / "kustomization.yaml").read_text().split("apiVersion")[0]

    lines = re.findall(r"^#     (kubectl .*)$", head, re.M)

    assert len(lines) == 8
    assert "".join(f"    {line}\n" for line in lines) in page


def test_proxies_let_through_what_forms_take_and_as_much_as_the_page_says():
    page, ingress = (ROOT / "docs" / "operations.md"), (FOLDER / "site.yaml")
    caddy = re.search(r"REQUEST_BODY_MOST:(\d+)MB", (ROOT / "deploy" / "Caddyfile").read_text())[1]

    assert int(caddy) * 1_000_000 > MOST_BYTES + WRAPPING
    assert f"let through {caddy} MB" in page.read_text()
    assert f"up to {caddy} MB" in ingress.read_text()


def test_what_restores_can_write_the_files_that_people_brought():
    evidence = {"name": "evidence", "mountPath": "/site/var/evidence"}

    assert evidence in OURS["restore"]["containers"][0]["volumeMounts"]


@pytest.mark.parametrize("policy", ["what-the-site-asks", "to-valkey"])
def test_everything_of_the_site_reaches_what_it_asks(policy):
    spec = named("NetworkPolicy", policy)["spec"]
    selector = (
        spec["podSelector"]
        if "Egress" in spec["policyTypes"]
        else (spec["ingress"][0]["from"][0]["podSelector"])
    )

    assert set(selector["matchExpressions"][0]["values"]) == set(OURS)


def test_every_setting_is_one_that_there_is():
    lines = (ROOT / ".env.example").read_text()
    known = set(re.findall(r"^(?:# )?([A-Z][A-Z_0-9]+)=", lines, re.M))

    set_here = {*named("ConfigMap", "site")["data"], *named("Secret", "site")["stringData"]}

    assert set_here - known == set()
    assert {"SECRET_KEY", "DATABASE_URL", "EMAIL_URL"} <= set(named("Secret", "site")["stringData"])


def test_the_site_is_asked_by_one_name():
    config = named("ConfigMap", "site")["data"]
    hosts = {rule["host"] for name in ("site", "site-secrets")
             for rule in named("Ingress", name)["spec"]["rules"]}  # fmt: skip

    assert hosts == {config["ALLOWED_HOSTS"]}
    assert config["SITE_URL"] == f"https://{config['ALLOWED_HOSTS']}"


def test_secrets_in_addresses_have_an_ingress_of_their_own_that_need_not_log():
    paths = named("Ingress", "site-secrets")["spec"]["rules"][0]["http"]["paths"]

    assert [path["path"] for path in paths] == ["/calendar/", "/mail/stop/"]


def test_services_find_their_pods():
    for name, port in (("web", "http"), ("valkey", "valkey")):
        service = named("Service", name)["spec"]
        labels = named("Deployment", name)["spec"]["template"]["metadata"]["labels"]

        assert service["selector"].items() <= labels.items()
        assert service["ports"][0]["targetPort"] == port
        assert PODS[name]["containers"][0]["ports"][0]["name"] == port


def test_nobody_reaches_anybody_but_as_said():
    assert named("NetworkPolicy", "nothing-else")["spec"] == {
        "podSelector": {},
        "policyTypes": ["Ingress", "Egress"],
    }
