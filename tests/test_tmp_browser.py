import os
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]="1"
import pytest
from django.test import Client
from playwright.sync_api import sync_playwright
from django.urls import reverse
@pytest.mark.django_db(transaction=True)
def test_b(live_server, activity, administrator, chief_executive):
    c = Client(); c.force_login(administrator)
    sid = c.cookies["sessionid"].value
    urls = ["/admin/", reverse("admin:office_post_change", args=[activity.lead_id]), "/admin/office/holding/add/", "/admin/office/user/add/",
      reverse("admin:plans_activity_reword", args=[activity.pk]), "/admin/plans/activity/add/", "/admin/plans/activity/", reverse("admin:plans_activity_change", args=[activity.pk]),
      reverse("admin:auth_user_password_change", args=[administrator.pk]), reverse("admin:office_post_delete", args=[activity.lead_id]), reverse("admin:office_post_history", args=[activity.lead_id]),
      reverse("admin:office_post_hand_over", args=[activity.lead_id]), reverse("admin:plans_deliveryplan_roll_forward", args=[activity.plan_id]), reverse("admin:plans_activity_transfer", query={"activities": activity.pk})]
    from axe_playwright_python.sync_playwright import Axe
    with sync_playwright() as p:
        b = p.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        ctx = b.new_context(viewport={"width":1280,"height":900}); ctx.add_cookies([{"name":"sessionid","value":sid,"url":live_server.url}])
        page = ctx.new_page(); log=[]
        page.on("console", lambda m: log.append((page.url, m.text)))
        page.on("pageerror", lambda m: log.append((page.url, str(m))))
        for u in urls:
            page.goto(live_server.url+u); page.wait_for_load_state("networkidle")
            res = None
            try:
                src = open(__import__("axe_playwright_python").__path__[0]+"/axe.min.js").read()
                log2=list(log); page.evaluate(src)
                r = page.evaluate("axe.run()")
                for v in r["violations"]: print("AXE", u, v["id"], v["impact"], len(v["nodes"]), v["nodes"][0]["html"][:160])
                page.wait_for_timeout(200); log[:] = log2
            except Exception as e: print("axe fail", e)
            page.set_viewport_size({"width":320,"height":800}); w=page.evaluate("document.documentElement.scrollWidth"); page.set_viewport_size({"width":1280,"height":900})
            print(u, "w320", w)
        page.goto(live_server.url+"/admin/office/holding/add/"); page.wait_for_load_state("networkidle")
        page.click(".field-user .select2-selection"); page.wait_for_selector(".select2-results__option")
        page.wait_for_timeout(700)
        print(page.inner_text(".select2-results"))
        page.screenshot(path="/tmp/holding.png")
        page.goto(live_server.url+reverse("admin:office_post_hand_over", args=[activity.lead_id])); page.screenshot(path="/tmp/handover.png", full_page=True)
        page.goto(live_server.url+reverse("admin:plans_activity_change", args=[activity.pk])); page.screenshot(path="/tmp/activity.png", full_page=True)
        page.goto(live_server.url+reverse("admin:office_post_change", args=[activity.lead_id])); page.screenshot(path="/tmp/post.png", full_page=True)
        b.close()
    for l in log: print("LOG", l)
